/** The kinds of rule that refuse: `rule` of a refusal that names no rule of its own. */
export const refusalRules = [
  'sign-in',
  'permission',
  'name',
  'content',
  'range',
  'quota',
  'rate',
  'network',
  'in-use',
  'archive',
  'protocol',
  'server',
] as const;
export type RefusalRule = (typeof refusalRules)[number];

/** Who can lift a refusal. */
export const refusalHelpers = [
  'yourself',
  'organization-manager',
  'account-administrator',
  'system-administrator',
] as const;
export type RefusalHelper = (typeof refusalHelpers)[number];

/** What is told about one reason. Texts are half sentences without a full stop: clients print them in a line. */
export interface RefusalEntry {
  rule: RefusalRule;
  cause: string;
  /** What the reader can do now. */
  remedy: string;
  help: RefusalHelper;
  /** Whether it is kept for Troubleshooting; not what clients provoke in their normal course, nor slips of a form. */
  kept: boolean;
}

type Told = [cause: string, remedy: string, more?: Partial<Omit<RefusalEntry, 'cause' | 'remedy'>>];

/** Entries of one kind of rule, lifted by the reader himself and kept unless an entry says otherwise. */
export function entriesOf<Word extends string>(
  rule: RefusalRule,
  words: Record<Word, Told>,
): Record<Word, RefusalEntry> {
  const entries = Object.entries<Told>(words).map(([word, [cause, remedy, more]]) => [
    word,
    { rule, help: 'yourself', kept: true, ...more, cause, remedy },
  ]);
  return Object.fromEntries(entries) as Record<Word, RefusalEntry>;
}
