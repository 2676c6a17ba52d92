import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../src/requests/index.js';
import { CODES } from '../../src/requests/problem.js';
import { expandMarkers } from '../support/keys.js';
import { examplesOn, firstExampleOn } from '../support/pages.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;

function codesIn(code: string): string[] {
  return findRequestProblems(expandMarkers(code), 'a.js', SETTINGS).problems.map((problem) => problem.code);
}

describe.each([...new Set(Object.values(CODES))])('the page of %s', (rule) => {
  const examples = examplesOn(rule);
  const codes = Object.keys(CODES).filter((code) => CODES[code as keyof typeof CODES] === rule);

  it('has each of its problems, and no other', () => {
    expect([...examples.keys()].sort()).toEqual(codes.sort());
  });

  it('begins with examples, wrong and right, that are so as they stand', () => {
    const lines = firstExampleOn(rule);
    const before = lines.filter((line) => !/\/\/ (?:[✗✓]|silent)/.test(line)).join('\n');
    const found = (line: string): string[] => codesIn(`${before}\n${line}`).filter((code) => codes.includes(code));
    for (const line of lines.filter((each) => each.includes('// ✗'))) expect(found(line), line).not.toEqual([]);
    for (const line of lines.filter((each) => /\/\/ (?:✓|silent)/.test(each))) expect(found(line), line).toEqual([]);
  });

  it.each(codes)('shows %s wrong and right', (code) => {
    const lines = examples.get(code) ?? [];
    const before = lines.filter((line) => !/[✗✓]/.test(line)).join('\n');
    const [wrong, right] = ['✗', '✓'].map((mark) => lines.filter((line) => line.includes(mark)));
    expect(wrong).not.toEqual([]);
    expect(right).not.toEqual([]);
    for (const line of wrong ?? []) expect(codesIn(`${before}\n${line}`), line).toContain(code);
    for (const line of right ?? []) expect(codesIn(`${before}\n${line}`), line).not.toContain(code);
  });
});
