import { Secret } from '../keys/secret.js';
import type { Detection, DetectSettings, KeyMatch } from './detection.js';

export type * from './detection.js';
export { createPrefilter, type Prefilter } from './prefilter.js';

/** Finds every key in `bytes`. Pure: no I/O, and nothing but the bytes and the settings decides. */
export function detect(bytes: Uint8Array, _settings: DetectSettings): Detection {
  return detectText(new TextDecoder().decode(bytes), _settings);
}

/** As {@link detect}, for text that is decoded already (an editor's buffer). */
export function detectText(text: string, _settings: DetectSettings): Detection {
  // First shape of the contract, replaced by the full grammar.
  const matches: KeyMatch[] = [];
  for (const hit of text.matchAll(/(?<![A-Za-z0-9])sk-([0-9A-Za-z]{48})(?![0-9A-Za-z])/g)) {
    const start = hit.index;
    const before = text.slice(0, start).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const secret = new Secret({ whole: hit[0], prefix: 'sk-', gatewayShape: true, guessable: false });
    matches.push({
      secret,
      start,
      end: start + hit[0].length,
      line,
      column,
      endLine: line,
      endColumn: column + hit[0].length,
      issuer: 'ambiguous',
      candidates: ['new-api', 'moonshot', 'stability', 'iflytek'],
      confidence: 'medium',
      evidence: [{ kind: 'shape', detail: 'sk- and 48 letters and digits' }],
      encoding: 'plain',
      snippet: { line, text: secret.redacted, start: 0, end: secret.redacted.length },
    });
  }
  return { matches, suppressed: [], unused: [], encoding: 'utf-8' };
}
