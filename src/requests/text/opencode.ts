import { AI_SDK_ANTHROPIC, AI_SDK_COMPATIBLE, AI_SDK_GOOGLE, AI_SDK_OPENAI } from '../../gateway/sdks.js';
import type { ClientSite } from '../site.js';
import { jsonTree } from './data/json.js';
import { at, membersOf, textOf } from './data/node.js';
import { templateAt, VARIABLES } from './placeholders.js';

/** Matched against the path of the file, with `/`. */
export const OPENCODE_FILE = /opencode\.jsonc?$/;

const SDKS = [AI_SDK_OPENAI, AI_SDK_COMPATIBLE, AI_SDK_ANTHROPIC, AI_SDK_GOOGLE];

/**
 * The providers in the settings of opencode, each with a base of its own and the package that it is called through.
 * Source: https://opencode.ai/docs/providers/.
 */
export function readOpencode(text: string): ClientSite[] {
  return membersOf(at(jsonTree(text) ?? undefined, 'provider')).flatMap(({ value: provider }): ClientSite[] => {
    const sdk = SDKS.find(({ name }) => name === textOf(at(provider, 'npm')));
    const base = at(provider, 'options', 'baseURL');
    // `{env:NAME}` and `{file:PATH}` stand for what is not known here.
    if (sdk === undefined || base?.kind !== 'scalar' || !base.isVerbatim || base.text.includes('{')) return [];
    const { start, end } = base;
    const template = templateAt(text, start, end, VARIABLES);
    return [{ kind: 'client', sdk: { ...sdk, name: `opencode (${sdk.name})` }, base: template, keys: [], start, end }];
  });
}
