import type { Verification } from '../finding.js';

/**
 * What the gateway says about a token, and what that means. Two read-only requests are understood, `GET /v1/models` and
 * `GET /api/usage/token/`; neither spends quota.
 */

export type TokenState = Verification['state'];

/**
 * What a refusal's message claims about the token. Two say nothing about it: `database`, the server had trouble, and
 * `not received`, something on the way took the credential out.
 */
export type Claim = 'unknown' | 'expired' | 'exhausted' | 'disabled' | 'database' | 'not received';

/** The `error.type` that the gateway itself writes; a refusal with another came from somebody else. */
export const ERROR_TYPES = ['new_api_error', 'one_api_error'] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

interface MessageRow {
  readonly claim: Claim;
  /** Matched against the whole message, request id removed: a token's name is free text and can hold any of these. */
  readonly whole: RegExp;
  readonly source: string;
}

const NEW_API_LOCALES = 'New API i18n/locales';
const ONE_API_TOKEN = 'One API model/token.go ValidateUserToken';
/** New API adds the ends of the key, or the comparison that failed, to its message about quota. */
const QUOTA_TAIL = String.raw`(?: TokenStatusExhausted\[[^\]]*\]| !token\.UnlimitedQuota && token\.RemainQuota = -?\d+)?[.!。！]?`;

export const MESSAGES: readonly MessageRow[] = [
  { claim: 'unknown', whole: /^无效的令牌$/, source: `${ONE_API_TOKEN}, ${NEW_API_LOCALES}/zh-CN token.invalid` },
  { claim: 'unknown', whole: /^無效的令牌$/, source: `${NEW_API_LOCALES}/zh-TW token.invalid` },
  { claim: 'unknown', whole: /^Invalid token$/, source: `${NEW_API_LOCALES}/en token.invalid` },
  { claim: 'unknown', whole: /^Недопустимый токен$/, source: `${NEW_API_LOCALES}/ru token.invalid` },

  { claim: 'expired', whole: /^该令牌已过期$/, source: `${ONE_API_TOKEN}, ${NEW_API_LOCALES}/zh-CN token.expired` },
  { claim: 'expired', whole: /^該令牌已過期$/, source: `${NEW_API_LOCALES}/zh-TW token.expired` },
  { claim: 'expired', whole: /^This token has expired$/, source: `${NEW_API_LOCALES}/en token.expired` },
  { claim: 'expired', whole: /^Этот токен истёк$/, source: `${NEW_API_LOCALES}/ru token.expired` },

  { claim: 'exhausted', whole: /^令牌 .*（#\d+）额度已用尽$/su, source: ONE_API_TOKEN },
  {
    claim: 'exhausted',
    whole: new RegExp(String.raw`^(?:\[sk-[^\]]*\] ?)?该令牌额度已用尽${QUOTA_TAIL}$`, 'u'),
    source: `${ONE_API_TOKEN}, New API model/token.go of early 2025`,
  },
  {
    claim: 'exhausted',
    whole: new RegExp(`^該令牌額度已用盡${QUOTA_TAIL}$`, 'u'),
    source: `${NEW_API_LOCALES}/zh-TW token.exhausted`,
  },
  {
    claim: 'exhausted',
    whole: new RegExp(`^(?:This t|T)oken(?:'s)? quota is exhausted${QUOTA_TAIL}$`, 'u'),
    source: `${NEW_API_LOCALES}/en token.exhausted`,
  },
  {
    claim: 'exhausted',
    whole: new RegExp(`^Квота этого токена исчерпана${QUOTA_TAIL}$`, 'u'),
    source: `${NEW_API_LOCALES}/ru token.exhausted`,
  },

  {
    claim: 'disabled',
    whole: /^该令牌状态不可用$/,
    source: `${ONE_API_TOKEN}, ${NEW_API_LOCALES}/zh-CN token.status_unavailable`,
  },
  { claim: 'disabled', whole: /^該令牌狀態不可用$/, source: `${NEW_API_LOCALES}/zh-TW token.status_unavailable` },
  {
    claim: 'disabled',
    whole: /^This token status is unavailable$/,
    source: `${NEW_API_LOCALES}/en token.status_unavailable`,
  },
  {
    claim: 'disabled',
    whole: /^Статус этого токена недоступен$/,
    source: `${NEW_API_LOCALES}/ru token.status_unavailable`,
  },

  { claim: 'database', whole: /^令牌验证失败$/, source: ONE_API_TOKEN },
  { claim: 'database', whole: /^无效的令牌，数据库查询出错.*$/su, source: 'New API model/token.go of early 2025' },
  { claim: 'database', whole: /^無效的令牌，資料庫查詢出錯.*$/su, source: `${NEW_API_LOCALES}/zh-TW token.db_error` },
  {
    claim: 'database',
    whole: /^Invalid token, database query error.*$/su,
    source: `${NEW_API_LOCALES}/en token.db_error`,
  },
  {
    claim: 'database',
    whole: /^Недопустимый токен, ошибка запроса к базе данных.*$/su,
    source: `${NEW_API_LOCALES}/ru token.db_error`,
  },

  {
    claim: 'not received',
    whole: /^未提供令牌$/,
    source: `${ONE_API_TOKEN}, ${NEW_API_LOCALES}/zh-CN token.not_provided`,
  },
  { claim: 'not received', whole: /^Token not provided$/, source: `${NEW_API_LOCALES}/en token.not_provided` },
  { claim: 'not received', whole: /^Токен не предоставлен$/, source: `${NEW_API_LOCALES}/ru token.not_provided` },
];

/** What every message of the gateway may end in. Source: `MessageWithRequestId` in both code bases. */
const REQUEST_ID = /\s*\(request id: [^()]*\)$/;

/** What `message` claims, or `null` where it is none of the gateway's messages about a token. */
export function claimOf(message: string): Claim | null {
  const text = message.replace(REQUEST_ID, '');
  return MESSAGES.find(({ whole }) => whole.test(text))?.claim ?? null;
}

/** What `GET /v1/models` did. `nothing`: the answer says nothing about the key. */
export type ModelsOutcome = 'list' | 'refused' | 'forbidden' | 'nothing';

/** What `GET /api/usage/token/` told. `absent`: this build has no such endpoint. `nothing`: not asked, or no help. */
export type UsageOutcome =
  'healthy' | 'expired' | 'exhausted' | 'disabled' | 'unknown' | 'not received' | 'absent' | 'nothing';

/** One row of the decision: a field left out matches anything. */
interface DecisionRow {
  readonly models: ModelsOutcome;
  /** What a message of `/v1/models` claimed, where it can be believed. */
  readonly claim?: Claim;
  readonly usage?: UsageOutcome;
  readonly state: TokenState;
}

/**
 * From both answers to a state; the first row that fits decides.
 *
 * The order is on the safe side: whatever says that the token still exists stands above what says that it is gone,
 * because only `unrecognized` is shown as revoked. Source: New API middleware/auth.go (TokenAuth, TokenAuthReadOnly)
 * and controller/token.go (GetTokenUsage); One API middleware/auth.go.
 */
export const DECISIONS: readonly DecisionRow[] = [
  { models: 'list', state: 'live' },
  { models: 'forbidden', state: 'restricted' },
  { models: 'nothing', state: 'unknown' },
  // Neither request brought the key along: current builds say "invalid" to that on `/v1/models`.
  { models: 'refused', usage: 'not received', state: 'unknown' },
  { models: 'refused', usage: 'expired', state: 'expired' },
  { models: 'refused', usage: 'exhausted', state: 'exhausted' },
  { models: 'refused', usage: 'disabled', state: 'disabled' },
  { models: 'refused', claim: 'expired', state: 'expired' },
  { models: 'refused', claim: 'exhausted', state: 'exhausted' },
  { models: 'refused', claim: 'disabled', state: 'disabled' },
  // It exists, has quota and time, and is refused all the same: builds that do not tell a disabled token here.
  { models: 'refused', usage: 'healthy', state: 'disabled' },
  { models: 'refused', usage: 'unknown', state: 'unrecognized' },
  { models: 'refused', usage: 'absent', claim: 'unknown', state: 'unrecognized' },
  { models: 'refused', state: 'inactive' },
];

/**
 * Whether a claim of `/v1/models` can be believed. New API answers "invalid" for every state (current builds) or for
 * trouble with its database (early 2025); everything else it says, and all that One API says, is meant.
 */
export function isBelieved(claim: Claim, type: ErrorType): boolean {
  return claim !== 'unknown' || type === 'one_api_error';
}

/** The gateway's own limit on `GET /api/usage/token/`, shared with logins from the same address. Source: New API
 * common/constants.go CriticalRateLimitNum, CriticalRateLimitDuration. */
export const USAGE_LIMIT = { requests: 20, windowMs: 20 * 60_000 } as const;
