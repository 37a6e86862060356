/** A claim by its name, or by a path of names with dots where none has the whole name (`realm_access.roles`). */
export function claimOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

const mostGroups = 2000;

/** Names in a claim: a text is one, a list many; whatever else stands there is none. */
export function namesIn(claim: unknown): string[] {
  const list = Array.isArray(claim) ? claim : [claim];
  return list.filter((name) => typeof name === 'string' && name !== '' && name.length <= 1024).slice(0, mostGroups);
}
