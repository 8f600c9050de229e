type Fields = Readonly<Record<string, unknown>>;

/** Whether two payloads of one event say the same, field by field. */
export function hasSameFields(one: Fields, other: Fields): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
}
