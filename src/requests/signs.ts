import type { Config } from '../config/config.js';
import { BEHIND_OUR_NAME } from '../keys/this-tool.js';

/**
 * What only texts about the gateway hold, besides its hosts. Matched without case. The prefilter looks for the same in
 * bytes: REQUEST_NEEDLES in src/detect/needles.ts.
 */
const SIGNS: readonly string[] = ['mj-api-secret', 'mj/submit', 'suno/'];

/** The gateway's name, and not this tool's. */
const NAME = `starrise(?<!eslint-plugin-starrise)(?!${BEHIND_OUR_NAME})`;

/** The names by which the user's own gateways are known: hosts, and variables that hold their keys. */
export function gatewayNames({ gateways, variables }: Pick<Config, 'gateways' | 'variables'>): string[] {
  // A port may be said elsewhere: `{ hostname: 'llm.example.com', port: 8443 }`.
  return [...gateways.map((host) => host.replace(/:\d+$/, '')), ...variables];
}

let last: { readonly names: string; readonly pattern: RegExp } | undefined;

/**
 * Whether `text` names a gateway at all. "No" is certain: without such a sign no judgement would be made, so nothing is
 * parsed. `names` are those of {@link gatewayNames}.
 */
export function mayHoldRequests(text: string, names: readonly string[]): boolean {
  const alternatives = [NAME, ...[...SIGNS, ...names].map(escaped)].join('|');
  if (last?.names !== alternatives) last = { names: alternatives, pattern: new RegExp(alternatives, 'i') };
  return last.pattern.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
