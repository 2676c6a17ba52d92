import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Baseline, type BaselineEntry, formatBaseline, readBaseline } from '../../src/config/baseline.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';

const SALT = '00112233445566778899aabbccddeeff';

function entry(digit: string, rule: BaselineEntry['rule'] = 'no-hardcoded-key'): BaselineEntry {
  return { rule, fingerprint: digit.repeat(32), issuer: 'new-api', redacted: 'sk-Ab…' };
}

describe('its text', () => {
  it('is the same for the same entries in any order, one a line, sorted', () => {
    const one = formatBaseline({
      salt: SALT,
      entries: [entry('b'), entry('a'), entry('a', 'auth-header'), entry('b')],
    });
    expect(formatBaseline({ salt: SALT, entries: [entry('a', 'auth-header'), entry('b'), entry('a')] })).toBe(one);
    const lines = one.split('\n').filter((line) => line.includes('fingerprint'));
    expect(lines).toHaveLength(3);
    expect(lines).toEqual([...lines].map((line) => line).sort((a, b) => (a.slice(0, 70) < b.slice(0, 70) ? -1 : 1)));
  });

  it('reads back as what was written', () => {
    for (const entries of [[], [entry('a')], [entry('a'), entry('b')]]) {
      expect(readBack(formatBaseline({ salt: SALT, entries }))).toEqual({ version: 1, salt: SALT, entries });
    }
  });
});

it('is null where there is no file', () => {
  expect(readBaseline(path.join(temporaryFolder(), 'none.json'))).toBeNull();
});

it.each([
  ['{"version":1', ':1:13: expected "," or "}"'],
  ['{"version":2,"salt":"x","entries":[]}', 'is not a baseline of this version'],
  [`{"version":1,"salt":"${SALT}","entries":[{"rule":"none","fingerprint":"x"}]}`, 'is not a baseline of this version'],
  ['null', 'is not a baseline of this version'],
  [`{"version":2,"salt":"${SALT}","entries":[]}`, 'is not a baseline of this version'],
  [`{"version":1,"salt":"${SALT}0","entries":[]}`, 'is not a baseline of this version'],
  [`{"version":1,"salt":"0${SALT}","entries":[]}`, 'is not a baseline of this version'],
  [`{"version":1,"salt":["${SALT}"],"entries":[]}`, 'is not a baseline of this version'],
  [`{"version":1,"salt":"${SALT}","entries":{}}`, 'is not a baseline of this version'],
  [
    `{"version":1,"salt":"${SALT}","entries":[{"rule":"auth-header","fingerprint":5}]}`,
    'is not a baseline of this version',
  ],
])('refuses %s', (text, message) => {
  expect(() => readBack(text)).toThrow(message);
});

function readBack(text: string): Baseline | null {
  return readBaseline(path.join(writeFiles(temporaryFolder(), { 'b.json': text }), 'b.json'));
}
