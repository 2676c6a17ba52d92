import * as sdks from '../../gateway/sdks.js';

/** A setting of an agent that holds the base URL of its client. */
export interface AgentSetting {
  /** Matched against the path of the file, with `/`. */
  readonly files: RegExp;
  /** What the text holds besides, which says which agent it is; absent where the file's name does. */
  readonly holds?: RegExp;
  readonly name: string;
  readonly sdk: sdks.Sdk;
  readonly source: string;
}

export const AGENT_SETTINGS: readonly AgentSetting[] = [
  {
    files: /\.toml$/,
    holds: /^\[model_providers\./m,
    name: 'base_url',
    sdk: { ...sdks.OPENAI, name: 'Codex' },
    source: 'Codex, docs/config.md',
  },
  {
    files: /\.aider\.conf\.ya?ml$/,
    name: 'openai-api-base',
    sdk: { ...sdks.OPENAI, name: 'aider' },
    source: 'aider, sample configuration',
  },
  {
    files: /\.json$/,
    name: 'openAiBaseUrl',
    sdk: { ...sdks.OPENAI, name: 'Cline' },
    source: 'Cline and Roo Code, settings',
  },
  {
    files: /\.json$/,
    name: 'anthropicBaseUrl',
    sdk: { ...sdks.ANTHROPIC, name: 'Cline' },
    source: 'Cline and Roo Code, settings',
  },
];
