import { claimOf, ERROR_TYPES, isBelieved, type Claim, type ErrorType } from '../gateway/token-states.js';
import type { ModelsOutcome, UsageOutcome } from '../gateway/token-states.js';
import type { TokenFacts } from '../finding.js';

/** What came back from one request. */
export type Answer = Reply | Failure;

export interface Reply {
  readonly status: number;
  /** Media type in lower case, without parameters; empty where the server named none. */
  readonly mediaType: string;
  readonly body: string;
  /** The server's clock, milliseconds since the epoch; `null` where it named none. */
  readonly date: number | null;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfter: number | null;
}

/** No complete reply was had. */
interface Failure {
  /** A clause for people, e.g. `connection refused`; never holds any of what was sent. */
  readonly failure: string;
  /** Whether asking again would only meet the same. */
  readonly lasting?: boolean;
}

/** `GET /v1/models`, understood. */
export interface ModelsReading {
  readonly outcome: ModelsOutcome;
  readonly claim: Claim | null;
  /** The gateway's own words, as they came; `null` where it wrote no error of its own shape. */
  readonly message: string | null;
  /** What the reply looked like; two refusals of one gateway look alike, whatever the key. */
  readonly shape: string;
  /** Why the answer says nothing about the key; set with `nothing` only. */
  readonly reason: string;
  /** Whether asking once more may help: the limit of the caller, trouble of the server or of the way there. */
  readonly passing: boolean;
}

/** `GET /api/usage/token/`, understood. */
export interface UsageReading {
  readonly outcome: UsageOutcome;
  readonly token: TokenFacts | null;
  readonly reason: string;
}

const NOT_RECEIVED = 'the key did not arrive: something on the way takes the Authorization header out';

/** The shape of an answer that never came. */
export const NO_REPLY = 'no reply';

/** Reads what `GET /v1/models` answered. Anything that the gateway itself would not write says nothing about the key. */
export function readModels(answer: Answer): ModelsReading {
  if ('failure' in answer) return saysNothing(answer.failure, NO_REPLY, answer.lasting !== true);
  const { status, mediaType } = answer;
  const body = jsonOf(answer);
  const error = gatewayError(body);
  const shape = `${status} ${mediaType} ${error?.type ?? 'no error of the gateway'}`;

  if (status === 429) return saysNothing('429: too many requests from here', shape, true);
  if (status >= 500) return saysNothing(`the server failed with ${status}`, shape, true);
  if (status === 200 && isModelList(body)) {
    return { outcome: 'list', claim: null, message: null, shape, reason: '', passing: false };
  }
  if ((status !== 401 && status !== 403) || error === null) return saysNothing(describe(answer, body), shape, false);

  const said = claimOf(error.message);
  if (said === 'database') return saysNothing('the gateway had trouble with its database', shape, true);
  if (said === 'not received') return saysNothing(NOT_RECEIVED, shape, false);
  const claim = said !== null && isBelieved(said, error.type) ? said : null;
  const outcome = status === 403 ? 'forbidden' : 'refused';
  return { outcome, claim, message: error.message, shape, reason: '', passing: false };
}

/** Reads what `GET /api/usage/token/` answered; `now` is ours and serves where the server names no date. */
export function readUsage(answer: Answer, now: number): UsageReading {
  if ('failure' in answer) return noHelp(answer.failure);
  const { status } = answer;
  const body = jsonOf(answer);

  if (status === 429) return noHelp('429: too many requests from here');
  if (isAbsence(answer, body)) return { outcome: 'absent', token: null, reason: 'this build has no such endpoint' };
  if (status === 401) {
    const claim = claimOf(messageOf(body));
    if (claim === 'unknown' || claim === 'disabled') return { outcome: claim, token: null, reason: '' };
    if (claim === 'not received') return { outcome: claim, token: null, reason: NOT_RECEIVED };
    return noHelp('refused with a message that does not tell why');
  }
  if (status === 403 && body !== undefined) return noHelp('the account is banned');
  if (status !== 200) return noHelp(`answered ${status}`);
  const token = tokenFacts(body);
  if (token === null) return noHelp('the gateway could not look the token up');
  return { outcome: stateOf(token, answer.date ?? now), token, reason: '' };
}

/** The router's JSON 404, or the console's web page, which stands at every path that nothing else answers. */
function isAbsence({ status, mediaType }: Reply, body: unknown): boolean {
  const isPage = mediaType === 'text/html';
  return (status === 404 && (isPage || body !== undefined)) || (status === 200 && isPage);
}

function stateOf(token: TokenFacts, now: number): UsageOutcome {
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) return 'expired';
  return !token.unlimited && token.available <= 0 ? 'exhausted' : 'healthy';
}

function saysNothing(reason: string, shape: string, passing: boolean): ModelsReading {
  return { outcome: 'nothing', claim: null, message: null, shape, reason, passing };
}

function noHelp(reason: string): UsageReading {
  return { outcome: 'nothing', token: null, reason };
}

/** Types that are shown by name. Any other is text that the server wrote, which could be the key that it was sent. */
const SHOWN_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/octet-stream',
  'application/problem+json',
  'application/xml',
  'text/event-stream',
  'text/plain',
  'text/xml',
]);

/** What stood there instead of an answer of the gateway, for people. */
function describe({ status, mediaType }: Reply, body: unknown): string {
  if (status >= 300 && status < 400) return `${status}: a redirect, which is not followed`;
  if (mediaType === 'text/html') return `${status} with a web page: a login page, a portal or a block page answered`;
  if (body === undefined)
    return `${status} with ${SHOWN_TYPES.has(mediaType) ? mediaType : 'something'} that is not JSON`;
  return `${status} with JSON that is not the gateway's`;
}

/** The reply's JSON; `undefined` where it is none, or is not declared to be. */
function jsonOf({ mediaType, body }: Reply): unknown {
  if (mediaType !== 'application/json') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** `{"object":"list","data":[…]}`, or `{"success":true,"data":[…]}` on builds of early 2025. */
function isModelList(body: unknown): boolean {
  if (!isRecord(body) || !Array.isArray(body['data'])) return false;
  return body['object'] === 'list' || body['success'] === true;
}

/** `{"error":{"message":…,"type":"new_api_error"|"one_api_error"}}` */
function gatewayError(body: unknown): { message: string; type: ErrorType } | null {
  const error = isRecord(body) ? body['error'] : undefined;
  if (!isRecord(error) || typeof error['message'] !== 'string') return null;
  const type = ERROR_TYPES.find((known) => known === error['type']);
  return type === undefined ? null : { message: error['message'], type };
}

/** The message of either error shape: this route writes `{"success":false,"message":…}`, the relay `{"error":{…}}`. */
function messageOf(body: unknown): string {
  if (!isRecord(body)) return '';
  const message = isRecord(body['error']) ? body['error']['message'] : body['message'];
  return typeof message === 'string' ? message : '';
}

/** `{"code":true,"data":{"object":"token_usage",…}}`; `null` where it is anything else. */
function tokenFacts(body: unknown): TokenFacts | null {
  const data = isRecord(body) && body['code'] === true ? body['data'] : undefined;
  if (!isRecord(data) || data['object'] !== 'token_usage') return null;
  const { name, total_used, total_available, unlimited_quota, model_limits, model_limits_enabled, expires_at } = data;
  if (typeof total_available !== 'number' || typeof expires_at !== 'number') return null;
  return {
    name: typeof name === 'string' ? name : '',
    used: typeof total_used === 'number' ? total_used : 0,
    available: total_available,
    unlimited: unlimited_quota === true,
    expiresAt: expires_at > 0 ? isoOf(expires_at) : null,
    models: model_limits_enabled === true && isRecord(model_limits) ? Object.keys(model_limits) : null,
  };
}

/** ISO 8601 from Unix seconds; a date beyond what a clock can show is as good as the last one it can. */
function isoOf(seconds: number): string {
  return new Date(Math.min(seconds * 1000, 8.64e15)).toISOString();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
