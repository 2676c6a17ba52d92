import { expect, it } from 'vitest';
import { FindingIds } from '../../src/scan/finding-id.js';

const identity = { ruleId: 'no-hardcoded-key', problem: 'key', path: 'a.js', content: 'x' } as const;

it('is the same in every run, and different for every part of what makes a problem', () => {
  const id = new FindingIds().next(identity);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new FindingIds().next(identity)).toBe(id);
  const others = [
    { ...identity, ruleId: 'auth-header' },
    { ...identity, problem: 'other' },
    { ...identity, path: 'b.js' },
    { ...identity, content: 'y' },
  ] as const;
  expect(new Set([id, ...others.map((other) => new FindingIds().next(other))]).size).toBe(5);
});

it('tells the second place of one key in one file from the first, and leaves the first as it is', () => {
  const ids = new FindingIds();
  const [first, other, second] = [ids.next(identity), ids.next({ ...identity, path: 'b.js' }), ids.next(identity)];
  expect(first).toBe(new FindingIds().next(identity));
  expect(new Set([first, other, second]).size).toBe(3);
});

it('stays what it was in reports and baselines that were written before', () => {
  const ids = new FindingIds();
  expect([ids.next(identity), ids.next(identity), ids.next(identity)]).toEqual([
    'fe5099a07d14c6b167ba10a56fb4945f',
    'e3daadbbdd89f0fdb999f2be0ef722a3',
    '22f8fd76d060bac78a483651064c723c',
  ]);
});
