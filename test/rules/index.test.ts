import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '../../src/finding.js';
import plugin from '../../src/index.js';
import { repositoryRoot } from '../support/run.js';

const files = readdirSync(path.join(repositoryRoot, 'rules'), { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'index.ts')
  .map(({ name }) => path.parse(name).name);

describe('the plugin', () => {
  it('has every file of rules/, and no other', () => {
    expect(Object.keys(plugin.rules).sort()).toEqual(files.sort());
  });

  it.each(files)('has test, documentation and configuration for %s', (id) => {
    const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
    expect(existsSync(path.join(repositoryRoot, `test/rules/${id}.test.ts`))).toBe(true);
    expect(read(`docs/rules/${id}.md`)).toMatch(/\n## When not to use it\n(?!.*\n## )/s);
    expect(plugin.configs.recommended.rules).toHaveProperty([`starrise/${id}`]);
    expect(RULE_IDS).toContain(id);
    expect(plugin.rules[id]?.meta?.docs?.url).toContain(`docs/rules/${id}.md`);
  });

  it('lists rules that exist only', () => {
    const configured = Object.values(plugin.configs).flatMap(({ rules = {} }) => Object.keys(rules));
    expect(configured.filter((name) => !files.includes(name.replace('starrise/', '')))).toEqual([]);
  });

  it('says who it is', () => {
    const { name, version } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(plugin.meta).toEqual({ name, version, namespace: 'starrise' });
  });
});
