/** What a text about some gateway holds, whatever its host: a path, a header or an option of a client. */
const CONCERNS =
  /starrise|\/v1|completions|base_?url|api_?(?:base|url)|endpoint|api-key|api-secret|\/mj\/|suno\/|kling\/|jimeng|oneapi|one_api|newapi/i;

/** Whether `text` may be about a gateway whose host is not known yet. "No" is certain, and all that most files cost. */
export function mayConcernGateways(text: string): boolean {
  return CONCERNS.test(text);
}

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
