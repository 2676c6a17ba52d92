import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { repositoryRoot, run } from '../support/run.js';

const SCRIPT = path.join(repositoryRoot, 'scripts/new-rule.js');
const INDEX = "import b from './b.js';\n\n/** Rules. */\nexport const rules = {\n  'b': b,\n};\n";

describe('scripts/new-rule', () => {
  it('makes rule, test and documentation, and lists the rule', () => {
    const folder = writeFiles(temporaryFolder(), { 'rules/index.ts': INDEX });
    const { status, stdout } = run(process.execPath, [SCRIPT, 'a-rule'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain('docs/rules/a-rule.md');
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    expect(read('rules/a-rule.ts')).toContain("name: 'a-rule'");
    expect(read('test/rules/a-rule.test.ts')).toContain("from '../../rules/a-rule.js'");
    expect(read('docs/rules/a-rule.md')).toContain('## When not to use it');
    expect(read('rules/index.ts')).toBe(
      "import aRule from './a-rule.js';\nimport b from './b.js';\n\n/** Rules. */\nexport const rules = {\n  'a-rule': aRule,\n  'b': b,\n};\n",
    );
  });

  it.each([
    ['no name', [], /usage/],
    ['a name that is no rule name', ['../Up'], /usage/],
    ['a rule that is there', ['b'], /rules\/b\.ts is there already/],
  ])('writes nothing for %s', (_name, args, message) => {
    const folder = writeFiles(temporaryFolder(), { 'rules/index.ts': INDEX, 'rules/b.ts': '' });
    const { status, stderr } = run(process.execPath, [SCRIPT, ...args], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(readFileSync(path.join(folder, 'rules/index.ts'), 'utf8')).toBe(INDEX);
  });
});
