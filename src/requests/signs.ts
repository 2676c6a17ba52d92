/** What only texts about the gateway hold, besides its hosts. Matched without case. */
const SIGNS: readonly string[] = [
  'starrise',
  'newapi_',
  'oneapi_',
  'one_api_',
  'mj-api-secret',
  'mj/submit',
  'suno/submit',
  'suno/fetch',
  'kling/v1',
  'mj-fast/mj',
  'mj-relax/mj',
  'mj-turbo/mj',
];

const patterns = new WeakMap<readonly string[], RegExp>();

/**
 * Whether `text` names a gateway at all. "No" is certain: without such a sign no judgement would be made, so nothing is
 * parsed. `gateways` are hosts, `variables` names of variables.
 */
export function mayHoldRequests(text: string, gateways: readonly string[], variables: readonly string[]): boolean {
  let pattern = patterns.get(gateways);
  if (pattern === undefined) {
    pattern = new RegExp([...SIGNS, ...gateways, ...variables].map(escaped).join('|'), 'i');
    patterns.set(gateways, pattern);
  }
  return pattern.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
