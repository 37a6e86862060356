/** A place in a walk by two columns, as one text: neither of them holds a space. */
export function writePlace(first: string | number, second: string): string {
  return `${first} ${second}`;
}

export function readPlace(place: string): [string, string] {
  const gap = place.indexOf(' ');
  return [place.slice(0, gap), place.slice(gap + 1)];
}
