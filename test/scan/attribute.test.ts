import { expect, it } from 'vitest';
import { attributeAcross } from '../../src/scan/attribute.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { findingOf } from '../support/reports.js';

const open = findingOf({ path: 'b.js' });
const proven = findingOf({
  path: 'a.js',
  line: 7,
  issuer: 'new-api',
  candidates: ['new-api'],
  confidence: 'high',
  evidence: [{ kind: 'host', detail: 'host api.starrise.ai on line 3', line: 3 }],
  advice: 'Revoke it in the gateway console.',
});

it('lets places that cannot tell inherit the issuer that another place of the key proves', () => {
  const [first, second] = attributeAcross([open, proven]);
  expect(first).toMatchObject({
    issuer: 'new-api',
    candidates: ['new-api'],
    confidence: 'high',
    message: 'New API gateway key sk-Ab3d…9xQ2 in source (the same key in a.js:7)',
    advice: proven.advice,
  });
  expect(first?.evidence).toEqual([...open.evidence, { kind: 'repository', detail: 'the same key in a.js:7' }]);
  expect(second).toBe(proven);
});

it('leaves another key alone', () => {
  const other = findingOf({ fingerprint: 'b'.repeat(32) });
  expect(attributeAcross([other, proven])[0]).toBe(other);
});

it('leaves them open where two places prove different issuers, and says so of the key', () => {
  const contradiction = { ...proven, path: 'c.js', issuer: 'moonshot', candidates: ['moonshot'] };
  expect(attributeAcross([open, proven, contradiction])[0]).toBe(open);
  expect(summariseKeys([open, proven, contradiction])).toMatchObject([
    { issuer: 'ambiguous', candidates: ['new-api', 'moonshot'], confidence: 'high', places: 3 },
  ]);
});

it('does not take a guess for a proof', () => {
  expect(attributeAcross([open, { ...proven, confidence: 'medium' }])[0]).toBe(open);
});

it.each([{ issuer: 'ambiguous' }, { issuer: null, candidates: [] }])(
  'takes no open issuer for a proof: %j',
  (changes) => {
    expect(attributeAcross([open, { ...proven, ...changes }])[0]).toBe(open);
  },
);

it('takes nothing that was inherited for a proof, and lets it inherit anew where a part is joined to a whole', () => {
  const heir = {
    ...proven,
    path: 'd.js',
    evidence: [{ kind: 'repository' as const, detail: 'the same key in z.js:1' }],
  };
  expect(attributeAcross([open, heir])).toEqual([open, heir]);
  const [, again] = attributeAcross([proven, heir]);
  expect(again?.evidence).toEqual([{ kind: 'repository', detail: 'the same key in a.js:7' }]);
});

it('hands on the variable that holds the key of the proven issuer', () => {
  const [first] = attributeAcross([open, { ...proven, environmentVariable: 'STARRISE_API_KEY' }]);
  expect(first?.environmentVariable).toBe('STARRISE_API_KEY');
  expect(attributeAcross([open, proven])[0]).not.toHaveProperty('environmentVariable');
});

it('lets the best proven place speak for the key', () => {
  expect(summariseKeys([open, proven])).toMatchObject([{ issuer: 'new-api', advice: proven.advice, places: 2 }]);
  expect(summariseKeys([findingOf({ fingerprint: null, redacted: null, issuer: null })])).toEqual([]);
});
