import { inspect } from 'node:util';

const HIDDEN = 'sk-****';
const SHOWN_HEAD = 4;
const SHOWN_TAIL = 4;

/** What the grammar found out about one key, before the raw text is locked away. */
export interface KeyText {
  /** The whole key as a server expects it, prefix included, without a channel suffix. */
  readonly whole: string;
  /** The part of `whole` up to and including the issuer's prefix, e.g. `sk-` or `sk-ant-api03-`; safe to show. */
  readonly prefix: string;
  /** True for keys of the gateway's shape, whose fingerprint is taken from the 48 characters alone. */
  readonly gatewayShape: boolean;
  /** True where the key is so short or plain that its hash could be reversed by guessing. */
  readonly guessable: boolean;
}

/**
 * A key that cannot be printed by accident: JSON, `console.log` and `util.inspect` show the redacted form, and
 * coercion to a string throws. Only the verifier calls {@link Secret.expose}.
 */
export class Secret {
  readonly #text: KeyText;
  /** Safe to show: `sk-Ab3d…9xQ2`, or `sk-****` for a guessable key. */
  readonly redacted: string;
  /** 32 hexadecimal digits, the same for every spelling of one key; `null` for a guessable key. */
  readonly fingerprint: string | null;

  constructor(text: KeyText) {
    this.#text = text;
    this.redacted = redact(text);
    this.fingerprint = text.guessable ? null : sha256('starrise-key:v1:' + identity(text));
  }

  get guessable(): boolean {
    return this.#text.guessable;
  }

  /** The fingerprint, or for a guessable key an HMAC under `salt`, which only the holder of the salt can compare. */
  fingerprintUnder(salt: string): string {
    if (this.fingerprint !== null) return this.fingerprint;
    return `hmac-${shortHex(crypto().createHmac('sha256', salt).update(identity(this.#text)))}`;
  }

  /** Where in `text` the key stands, or else what follows its prefix: pieces of a key stand apart in bundles. -1: nowhere. */
  indexIn(text: string): number {
    const { whole, prefix, guessable } = this.#text;
    const index = text.indexOf(whole);
    return index >= 0 || guessable ? index : text.indexOf(whole.slice(prefix.length));
  }

  /** The raw key. For the verifier's request and nothing else. */
  expose(): string {
    return this.#text.whole;
  }

  toJSON(): string {
    return this.redacted;
  }

  [inspect.custom](): string {
    return `Secret(${this.redacted})`;
  }

  toString(): never {
    throw new TypeError(`a key must not become a string (${this.redacted})`);
  }

  [Symbol.toPrimitive](): never {
    return this.toString();
  }
}

function identity({ whole, prefix, gatewayShape }: KeyText): string {
  return gatewayShape ? whole.slice(prefix.length) : whole;
}

function redact({ whole, prefix, guessable }: KeyText): string {
  if (guessable) return HIDDEN;
  const body = whole.slice(prefix.length);
  return `${prefix}${body.slice(0, SHOWN_HEAD)}…${body.slice(-SHOWN_TAIL)}`;
}

function sha256(text: string): string {
  return shortHex(crypto().createHash('sha256').update(text));
}

function shortHex(hash: { digest: (encoding: 'hex') => string }): string {
  return hash.digest('hex').slice(0, 32);
}

/** Loaded with the first key: most runs meet none, and it takes as long to load as all of our own detection. */
function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
