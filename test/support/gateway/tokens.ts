import type { Language } from './messages.js';

/** One token as the gateway's database holds it, with what matters of its owner. */
export interface Token {
  /** The whole key, `sk-` included. */
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly status: 'enabled' | 'disabled';
  /** Unix seconds; 0: never. */
  readonly expiresAt: number;
  readonly used: number;
  readonly available: number;
  readonly unlimited: boolean;
  readonly models: readonly string[] | null;
  /** Addresses that may use it; `null`: all. */
  readonly addresses: readonly string[] | null;
  /** False where the token's group was taken away. */
  readonly groupExists: boolean;
  readonly owner: { readonly banned: boolean; readonly admin: boolean; readonly language: Language | null };
}

let lastId = 0;

/** A token that works, with quota and no end, changed by `changes`. */
export function newToken(key: string, changes: Partial<Token> = {}): Token {
  lastId += 1;
  return {
    key,
    id: lastId,
    name: `token ${lastId}`,
    status: 'enabled',
    expiresAt: 0,
    used: 200,
    available: 1_000,
    unlimited: false,
    models: null,
    addresses: null,
    groupExists: true,
    owner: { banned: false, admin: false, language: null },
    ...changes,
  };
}
