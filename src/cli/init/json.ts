/**
 * Adds to a JSON file: what `change` makes of the member at `keys` (`undefined` where there is none yet). The rest keeps
 * its order, and the file its indentation. `null` where `change` gives `null`, or the file is no JSON object.
 */
export function withMember(text: string, keys: readonly string[], change: (before: unknown) => unknown): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const changed = changedAt(value, keys, change);
  if (changed === null) return null;
  const indent = /^[\t ]+/m.exec(text)?.[0] ?? '  ';
  return JSON.stringify(changed, null, indent) + (text.endsWith('\n') ? '\n' : '');
}

function changedAt(value: unknown, keys: readonly string[], change: (before: unknown) => unknown): unknown {
  const [key, ...deeper] = keys;
  if (key === undefined) return change(value);
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) return null;
  const object = (value ?? {}) as Record<string, unknown>;
  const inner = changedAt(object[key], deeper, change);
  return inner === null ? null : { ...object, [key]: inner };
}
