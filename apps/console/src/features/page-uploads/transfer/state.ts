import type { HeldLayer, PushPart } from '@wharf/image-archive';
import type { UploadProblem, UploadTarget } from '../protocol.ts';

/** One thing to be brought into a repository, once for all images that need it. */
export interface Content {
  key: string;
  kind: PushPart['kind'];
  /** `ChosenFiles.id`. */
  archive: string;
  /** Path in the archive; empty for a document. */
  member: string;
  /** A compressed archive is read in one pass after the other. */
  sequential: boolean;
  size: number;
  /** The repository that gets it first. */
  home: string;
  /** Full name of a repository that holds it, and what it is there. */
  from: string | undefined;
  known: HeldLayer | undefined;
  phase: 'waiting' | 'sending' | 'compressing' | 'there' | 'sent' | 'failed';
  /** Bytes that the registry has. */
  sent: number;
  /** Of the compression, bytes. */
  compressed: number;
  held: HeldLayer | undefined;
  retry: Retry;
}

export interface Target extends UploadTarget {
  /** All that it is made of. */
  keys: string[];
  phase: 'waiting' | 'publishing' | 'done' | 'failed';
  digest: string | undefined;
  retry: Retry;
}

export interface Retry {
  failures: number;
  /** UTC milliseconds. */
  notBefore: number;
  problem: UploadProblem | undefined;
}

export interface Transfer {
  organization: string;
  status: 'running' | 'paused' | 'cancelled' | 'done' | 'failed';
  /** Why it paused by itself. */
  pausedBy: UploadProblem | undefined;
  contents: Record<string, Content>;
  targets: Target[];
}

export type TransferEvent =
  | { type: 'send'; key: string }
  | { type: 'progress'; key: string; sent: number }
  /** It is not where the plan said: its bytes have to be sent. */
  | { type: 'not-mounted'; key: string }
  | { type: 'compress'; key: string; compressed: number }
  | { type: 'held'; key: string; held: HeldLayer; there: boolean }
  | { type: 'publish'; target: string }
  | { type: 'published'; target: string; digest: string }
  /** `again`: another try may help. */
  | { type: 'failed'; key?: string; target?: string; problem: UploadProblem; again: boolean }
  /** Ended by the pause or a stop: no failure. */
  | { type: 'stopped'; key?: string; target?: string }
  | { type: 'pause'; problem?: UploadProblem }
  | { type: 'resume' }
  | { type: 'online' }
  | { type: 'cancel' };

export type Task =
  | { type: 'send'; key: string }
  | { type: 'pass'; archive: string; keys: string[] }
  | { type: 'publish'; target: string };

/** Layers on the wire at once; browsers open six connections to a server. */
export const parallel = 3;

/** A line or a server that is away comes back some day; anything else does not get better by itself. */
const patient = ['offline', 'busy', 'unreadable', 'unavailable', 'internal'];
const triesUnlessOffline = 8;

export const noRetry: Retry = { failures: 0, notBefore: 0, problem: undefined };

/** 1 s, 2 s, 4 s ... half a minute. */
export function delayAfter(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** (failures - 1));
}

/** The next state; unknown keys and late words about what has ended change nothing. */
export function next(transfer: Transfer, event: TransferEvent, now: number): Transfer {
  switch (event.type) {
    case 'pause':
      return transfer.status === 'running' ? { ...transfer, status: 'paused', pausedBy: event.problem } : transfer;
    case 'resume':
      if (transfer.status !== 'paused') return transfer;
      return { ...retryNow(transfer), status: 'running', pausedBy: undefined };
    case 'online':
      return retryNow(transfer);
    case 'cancel':
      return ended(transfer) ? transfer : { ...transfer, status: 'cancelled' };
    case 'publish':
      return settled(withTarget(transfer, event.target, (target) => ({ ...target, phase: 'publishing' })));
    case 'published': {
      const { target, digest } = event;
      return settled(withTarget(transfer, target, (one) => ({ ...one, phase: 'done', digest, retry: noRetry })));
    }
    case 'failed':
    case 'stopped':
      return settled(afterEnd(transfer, event, now));
    default:
      return settled(withContent(transfer, event.key, (content) => changed(content, event)));
  }
}

function changed(content: Content, event: Extract<TransferEvent, { key: string }>): Content {
  switch (event.type) {
    case 'send':
      return { ...content, phase: 'sending' };
    case 'progress':
      // Bytes that come through: the line works again.
      return {
        ...content,
        phase: 'sending',
        sent: event.sent,
        retry: event.sent > content.sent ? noRetry : content.retry,
      };
    case 'not-mounted':
      return { ...content, phase: 'waiting', from: undefined };
    case 'compress':
      return { ...content, phase: 'compressing', sent: content.size, compressed: event.compressed };
    case 'held':
      return {
        ...content,
        phase: event.there ? 'there' : 'sent',
        sent: event.there ? 0 : content.size,
        held: event.held,
        retry: noRetry,
      };
    default:
      return content;
  }
}

function afterEnd(
  transfer: Transfer,
  event: Extract<TransferEvent, { type: 'failed' | 'stopped' }>,
  now: number,
): Transfer {
  const again = <T extends { retry: Retry }>(item: T): T & { phase: 'waiting' | 'failed' } => {
    if (event.type === 'stopped') return { ...item, phase: 'waiting' };
    const failures = item.retry.failures + 1;
    const retry = { failures, notBefore: now + delayAfter(failures), problem: event.problem };
    const hopeless = failures >= triesUnlessOffline && !patient.includes(event.problem.code);
    return { ...item, phase: event.again && !hopeless ? 'waiting' : 'failed', retry };
  };
  if (event.key !== undefined) return withContent(transfer, event.key, again);
  return event.target === undefined ? transfer : withTarget(transfer, event.target, again);
}

/** A target whose content failed fails; when nothing is left to do, the whole ends. */
function settled(transfer: Transfer): Transfer {
  const targets = transfer.targets.map((target) => {
    const broken = target.keys.map((key) => transfer.contents[key]).find((content) => content?.phase === 'failed');
    return broken && target.phase !== 'failed' ? { ...target, phase: 'failed' as const, retry: broken.retry } : target;
  });
  if (ended(transfer) || targets.some(({ phase }) => phase === 'waiting' || phase === 'publishing')) {
    return { ...transfer, targets };
  }
  return { ...transfer, targets, status: targets.some(({ phase }) => phase === 'failed') ? 'failed' : 'done' };
}

/** What can begin now. */
export function startable(transfer: Transfer, now: number): Task[] {
  if (transfer.status !== 'running') return [];
  const contents = Object.values(transfer.contents);
  const wanted = new Set(transfer.targets.filter(({ phase }) => phase === 'waiting').flatMap(({ keys }) => keys));
  const ready = contents.filter(
    ({ key, phase, retry }) => phase === 'waiting' && retry.notBefore <= now && wanted.has(key),
  );
  const alone = ready.filter(({ sequential, kind, from }) => !sequential || kind === 'document' || from !== undefined);
  const busy = contents.filter(({ phase, sequential }) => phase === 'sending' && !sequential).length;
  const tasks: Task[] = alone.slice(0, Math.max(0, parallel - busy)).map(({ key }) => ({ type: 'send', key }));
  const inOrder = ready.filter((content) => !alone.includes(content));
  for (const archive of new Set(inOrder.map((content) => content.archive))) {
    if (contents.some((one) => one.archive === archive && one.sequential && one.phase === 'sending')) continue;
    // One member may be two things; the second waits for the next pass.
    const byMember = new Map(inOrder.filter((one) => one.archive === archive).map((one) => [one.member, one.key]));
    tasks.push({ type: 'pass', archive, keys: [...byMember.values()] });
  }
  for (const { id, keys, phase, retry } of transfer.targets) {
    const whole = keys.every((key) => transfer.contents[key]?.held);
    if (phase === 'waiting' && retry.notBefore <= now && whole) tasks.push({ type: 'publish', target: id });
  }
  return tasks;
}

/** When the next retry is due, UTC milliseconds; undefined when none waits. */
export function nextRetryAt(transfer: Transfer): number | undefined {
  if (transfer.status !== 'running') return undefined;
  const times = [...Object.values(transfer.contents), ...transfer.targets]
    .filter(({ phase, retry }) => phase === 'waiting' && retry.failures > 0)
    .map(({ retry }) => retry.notBefore);
  return times.length > 0 ? Math.min(...times) : undefined;
}

export function ended({ status }: Pick<Transfer, 'status'>): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

function retryNow(transfer: Transfer): Transfer {
  const now = <T extends { retry: Retry }>(item: T): T => ({ ...item, retry: { ...item.retry, notBefore: 0 } });
  const contents = Object.fromEntries(Object.entries(transfer.contents).map(([key, content]) => [key, now(content)]));
  return { ...transfer, contents, targets: transfer.targets.map(now) };
}

function withContent(transfer: Transfer, key: string, change: (content: Content) => Content): Transfer {
  const content = transfer.contents[key];
  if (!content || content.held || content.phase === 'failed') return transfer;
  return { ...transfer, contents: { ...transfer.contents, [key]: change(content) } };
}

function withTarget(transfer: Transfer, id: string, change: (target: Target) => Target): Transfer {
  const targets = transfer.targets.map((target) =>
    target.id === id && target.phase !== 'done' && target.phase !== 'failed' ? change(target) : target,
  );
  return { ...transfer, targets };
}
