import { describe, expect, it } from 'vitest';
import { exitStatus, type Outcome } from '../../src/cli/exit-status.js';
import type { Severity } from '../../src/finding.js';
import type { TokenState } from '../../src/gateway/token-states.js';

describe('the exit status', () => {
  it.each([
    ['error', [], true, 0],
    ['error', ['error'], true, 1],
    ['error', ['error'], false, 1],
    ['error', ['warning'], true, 0],
    ['error', ['warning'], false, 3],
    ['warning', ['warning'], true, 1],
    ['warning', [], false, 3],
  ] as const)('failing on %s with findings %j, complete: %s: %i', (failOn, severities, complete, status) => {
    expect(exitStatus(outcome({ severities, complete }), failOn)).toBe(status);
  });

  it.each([
    [[], 0],
    [['live', 'unknown'], 1],
    [['restricted'], 1],
    [['expired', 'exhausted', 'disabled', 'inactive', 'unrecognized'], 0],
    [['unrecognized', null], 3],
  ] as const)('failing on live with keys that are %j: %i', (states, status) => {
    expect(exitStatus(outcome({ severities: ['error'], states }), 'live')).toBe(status);
  });

  it("does not wait for a verdict on another issuer's key", () => {
    expect(exitStatus(outcome({ states: [null], issuer: 'openai' }), 'live')).toBe(0);
  });
});

interface Case {
  readonly severities?: readonly Severity[];
  readonly states?: readonly (TokenState | null)[];
  readonly issuer?: string;
  readonly complete?: boolean;
}

function outcome({ severities = [], states = [], issuer = 'new-api', complete = true }: Case): Outcome {
  const keys = states.map((state) => ({
    issuer,
    candidates: [],
    verification: state === null ? null : { state, checkedAt: '', host: '', detail: '' },
  }));
  return { findings: severities.map((severity) => ({ severity })), keys, complete };
}
