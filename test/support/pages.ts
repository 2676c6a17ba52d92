import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './run.js';

/** The lines of code at the top of a rule's page. */
export function firstExampleOn(rule: string): readonly string[] {
  return /```js\n([^]*?)```/.exec(pageOf(rule))?.[1]?.trim().split('\n') ?? [];
}

/** The examples of a rule's page: below the heading of each problem a block of code, each line with a mark a case of its own. */
export function examplesOn(rule: string): Map<string, readonly string[]> {
  const sections = pageOf(rule).matchAll(/^### `([\w-]+)`\n[^]*?```js\n([^]*?)```/gm);
  return new Map(Array.from(sections, ([, code = '', block = '']) => [code, block.trim().split('\n')]));
}

/** The same as programs: what stands before the marked lines, and one of them. */
export function programsOn(rule: string): string[] {
  return [...examplesOn(rule).values()].flatMap((lines) => {
    const before = lines.filter((line) => !/[✗✓]/.test(line));
    return lines.filter((line) => /[✗✓]/.test(line)).map((line) => [...before, line, ''].join('\n'));
  });
}

function pageOf(rule: string): string {
  return readFileSync(path.join(repositoryRoot, 'docs/rules', `${rule}.md`), 'utf8');
}
