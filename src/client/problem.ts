import type { TextProblem } from '../finding.js';

/** A way for a key to get into the hands of everyone who opens a page. */
export interface ClientProblem extends TextProblem {
  readonly ruleId: 'no-client-key';
  readonly code:
    'public-variable' | 'whole-environment' | 'inlined-value' | 'server-result' | 'browser-client' | 'key-header';
}

type Parts = Pick<ClientProblem, 'code' | 'start' | 'end' | 'message' | 'correction'> &
  Partial<Pick<ClientProblem, 'repair'>>;

export function clientProblem(parts: Parts): ClientProblem {
  return { ruleId: 'no-client-key', severity: 'error', repair: null, ...parts };
}
