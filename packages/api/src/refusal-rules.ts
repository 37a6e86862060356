const actions = ['pull', 'push', 'delete'] as const;
const levels = ['read', 'edit', 'manage'] as const;

/**
 * The rule of a refusal in parts: a kind of rule or a quota by its word, or one that says more. Free of zod, for the console,
 * which has a sentence for each `word` (`refusals`).
 */
export type RuleParts =
  /** What a permission has to reach for an action on an image. */
  | { word: 'level'; action: (typeof actions)[number]; level: (typeof levels)[number] }
  /** One network rule; no quotation mark is in its name. */
  | { word: 'network-rule'; name: string; range: string }
  | { word: keyof typeof networkTexts };

/** What the network's rules say of clients that no network rule names. */
const networkTexts = {
  'public-access': 'public access',
  'public-access-off': 'public access is off',
  'allow-list': 'the allow list of public access',
  'client-address': 'the address of a client must be known',
} as const;

export const ruleWords: readonly RuleParts['word'][] = [
  'level',
  'network-rule',
  ...(Object.keys(networkTexts) as (keyof typeof networkTexts)[]),
];

/** As the `detail` of a refusal has it, for machines and for whoever reads what a client printed: `push needs edit`. */
export function ruleText(rule: RuleParts): string {
  switch (rule.word) {
    case 'level':
      return `${rule.action} needs ${rule.level}`;
    case 'network-rule':
      return `network "${rule.name}" (${rule.range})`;
    default:
      return networkTexts[rule.word];
  }
}

/** The parts of what `ruleText` wrote, or the word of a rule that is no more than that (`quota`, `tags`); undefined for other texts. */
export function readRule(text: string): RuleParts | { word: string } | undefined {
  const [, verb, needed] = /^([a-z]+) needs ([a-z]+)$/.exec(text) ?? [];
  const action = actions.find((one) => one === verb);
  const level = levels.find((one) => one === needed);
  if (action && level) return { word: 'level', action, level };
  const [, name, range] = /^network "([^"]*)" \((\S+)\)$/.exec(text) ?? [];
  if (name !== undefined && range) return { word: 'network-rule', name, range };
  const known = Object.entries(networkTexts).find(([, told]) => told === text);
  if (known) return { word: known[0] };
  return /^[a-z]+(?:-[a-z]+)*$/.test(text) ? { word: text } : undefined;
}
