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
