/**
 * Additions to YAML files of people, line by line, so that their comments and their layout stay: what is added stands
 * first in its list or mapping. `null` where the file is written in a way that this does not know.
 */

const BLANK = /^\s*(?:#.*)?$/;

/** Adds an item (its lines, the first after `- `) to the list `key` at the top. */
export function addToList(text: string, key: string, item: readonly string[]): string | null {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^${key}:\\s*(?:#.*)?$`).test(line));
  if (at === -1) return null;
  const next = lines.slice(at + 1).find((line) => !BLANK.test(line)) ?? '';
  const indent = /^(\s*)- /.exec(next)?.[1];
  if (indent === undefined) return null;
  const added = item.map((line, nth) => `${indent}${nth === 0 ? '- ' : '  '}${line}`);
  return [...lines.slice(0, at + 1), ...added, ...lines.slice(at + 1)].join('\n');
}

/** Adds a member (its lines) to the mapping `keys`, a path from the top; the mapping is made where its parent has none. */
export function addToMapping(text: string, keys: readonly [string, string], member: readonly string[]): string | null {
  const [outer, inner] = keys;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^${outer}:`).test(line));
  if (at === -1) {
    const end = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${end}${[`${outer}:`, `  ${inner}:`, ...member.map((line) => `    ${line}`)].join('\n')}\n`;
  }
  if (!/:\s*(?:#.*)?$/.test(lines[at] ?? '')) return null;
  const length = lines.slice(at + 1).findIndex((line) => /^\S/.test(line) && !BLANK.test(line));
  const end = length === -1 ? lines.length : at + 1 + length;
  const body = lines.slice(at + 1, end).filter((line) => !BLANK.test(line));
  const indent = /^\s+/.exec(body[0] ?? '')?.[0];
  // Lefthook takes `commands` or `jobs`; both at once would be somebody's mistake made by us.
  if (indent === undefined || body.some((line) => line.startsWith(`${indent}jobs:`))) return null;
  const into = lines.findIndex((line, nth) => nth > at && nth < end && line.trimEnd() === `${indent}${inner}:`);
  if (into === -1) {
    const taken = body.some((line) => line.startsWith(`${indent}${inner}:`));
    if (taken) return null;
    const made = [`${indent}${inner}:`, ...member.map((line) => `${indent}${indent}${line}`)];
    return [...lines.slice(0, at + 1), ...made, ...lines.slice(at + 1)].join('\n');
  }
  const below = lines.slice(into + 1, end).find((line) => !BLANK.test(line)) ?? '';
  const deeper = /^\s+/.exec(below)?.[0] ?? '';
  if (deeper.length <= indent.length) return null;
  return [...lines.slice(0, into + 1), ...member.map((line) => `${deeper}${line}`), ...lines.slice(into + 1)].join(
    '\n',
  );
}
