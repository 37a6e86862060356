const usual = [1, 2, 4, 6, 12, 24, 72, 168, 720];

/** For how many hours a temporary login can be made, rising to the longest that the server allows. */
export function hourChoices(longest: number): number[] {
  return [...usual.filter((hours) => hours < longest), longest];
}
