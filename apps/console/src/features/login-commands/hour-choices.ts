const offered = [1, 2, 4, 6, 12, 24, 72, 168, 720];

/** For how many hours a temporary login can be made, rising: what is usual on the server, and the longest, among them. */
export function hourChoices(usual: number, longest: number): number[] {
  const choices = new Set([...offered.filter((hours) => hours < longest), usual, longest]);
  return [...choices].sort((one, other) => one - other);
}
