/**
 * The builds of the gateway that are out there, as data: what each reads, says and counts. Ours, written from what is
 * known of New API and One API; no line of theirs is in here, and a real deployment may differ.
 */

/** `new-api-between`: builds between the arrival of the usage endpoint and the middleware that guards it now. */
export type Dialect = 'new-api' | 'new-api-between' | 'new-api-early-2025' | 'one-api';

export interface DialectFacts {
  readonly errorType: 'new_api_error' | 'one_api_error';
  /** Whether a refusal names the token's state, or says "invalid" for each. */
  readonly namesState: boolean;
  /** Whether trouble with the database is a 401 whose message says so, or a 500. */
  readonly databaseTrouble: 401 | 500;
  readonly modelList: 'object' | 'success';
  readonly checksAddressOnModels: boolean;
  readonly usage: 'guarded' | 'bare' | 'absent';
  readonly languages: 'owner' | 'zh';
  readonly limits: { readonly api: Limit; readonly web: Limit; readonly critical: Limit };
  /** What is read besides `Authorization`. */
  readonly reads: {
    readonly lowerCaseBearer: boolean;
    readonly subprotocol: boolean;
    readonly anthropicOn: readonly string[];
    readonly gemini: boolean;
    readonly midjourney: boolean;
  };
}

export interface Limit {
  readonly requests: number;
  readonly windowMs: number;
}

const MINUTE = 60_000;
const CRITICAL: Limit = { requests: 20, windowMs: 20 * MINUTE };
const NEW_API_LIMITS = {
  api: { requests: 180, windowMs: 3 * MINUTE },
  web: { requests: 60, windowMs: 3 * MINUTE },
  critical: CRITICAL,
};

const NEW_API: DialectFacts = {
  errorType: 'new_api_error',
  namesState: false,
  databaseTrouble: 500,
  modelList: 'object',
  checksAddressOnModels: true,
  usage: 'guarded',
  languages: 'owner',
  limits: NEW_API_LIMITS,
  reads: {
    lowerCaseBearer: true,
    subprotocol: true,
    anthropicOn: ['/v1/messages', '/v1/models'],
    gemini: true,
    midjourney: true,
  },
};

export const DIALECTS: Readonly<Record<Dialect, DialectFacts>> = {
  'new-api': NEW_API,
  'new-api-between': { ...NEW_API, namesState: true, usage: 'bare' },
  'new-api-early-2025': {
    ...NEW_API,
    namesState: true,
    databaseTrouble: 401,
    modelList: 'success',
    checksAddressOnModels: false,
    usage: 'absent',
    languages: 'zh',
    reads: {
      lowerCaseBearer: false,
      subprotocol: true,
      anthropicOn: ['/v1/messages'],
      gemini: false,
      midjourney: true,
    },
  },
  'one-api': {
    ...NEW_API,
    errorType: 'one_api_error',
    namesState: true,
    databaseTrouble: 401,
    usage: 'absent',
    languages: 'zh',
    limits: {
      api: { requests: 480, windowMs: 3 * MINUTE },
      web: { requests: 240, windowMs: 3 * MINUTE },
      critical: CRITICAL,
    },
    reads: { lowerCaseBearer: false, subprotocol: false, anthropicOn: [], gemini: false, midjourney: false },
  },
};
