import type { Sdk } from '../gateway/sdks.js';
import type { Template } from './template.js';

/** A stretch of the text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Header extends Span {
  /** Lower case. */
  readonly name: string;
  readonly value: Template;
  /** Where the name stands. */
  readonly nameAt: Span;
}

/** One request that the source makes, as far as it tells. */
export interface RequestSite extends Span {
  readonly kind: 'request';
  readonly url: Template;
  readonly headers: readonly Header[];
  /** Whether `headers` are all that is sent: nothing spread in, none unresolved, none added elsewhere. */
  readonly isComplete: boolean;
  /** User name and password in an option of their own: sent as `Authorization: Basic`. */
  readonly basic?: Span;
  readonly webSocket?: WebSocketFacts;
}

export interface WebSocketFacts {
  /** The items of the subprotocol list; `null` where they are not known. */
  readonly protocols: readonly Template[] | null;
  /** Whether this WebSocket is the browser's, which sends no headers of ours. */
  readonly isBrowser: boolean;
}

/** A client library, an agent or a variable that is told which gateway to call. */
export interface ClientSite extends Span {
  readonly kind: 'client';
  readonly sdk: Sdk;
  readonly base: Template;
  readonly keys: readonly { readonly option: string; readonly value: Template; readonly nameAt: Span }[];
  /** The `Authorization` that it is told to send in the place of its own. */
  readonly authorization?: Header;
}

/** Two parts of an address as `new URL(path, base)` joins them: a path that begins with `/` replaces that of the base. */
export interface JoinSite extends Span {
  readonly kind: 'join';
  readonly base: Template;
  readonly path: Template;
}

/** A key, or what holds one, where it will be written down. */
export interface LogSite extends Span {
  readonly kind: 'log';
  /** For people, e.g. `console.log`. */
  readonly sink: string;
  readonly value: Template;
  /** What of `value` is logged, e.g. `the headers of a request`; absent where it is the value itself. */
  readonly what?: string;
}

/** What was not read to its end: a script whose parts lead to one another too often, a command of too many words. */
export interface UnreadSite extends Span {
  readonly kind: 'unread';
}

export type Site = RequestSite | ClientSite | JoinSite | LogSite | UnreadSite;
