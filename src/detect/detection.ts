import type { Confidence, Evidence, Place, Snippet } from '../finding.js';
import type { Secret } from '../keys/secret.js';

/** A deployment of the gateway that the user works with. */
export interface Gateway {
  /** Host name with port if any, lower case, e.g. `api.starrise.ai`. */
  readonly host: string;
}

/** What detection may know besides the bytes. Never a path: the same bytes are judged the same wherever they stand. */
export interface DetectSettings {
  /** Hosts that prove a key to be the gateway's. */
  readonly gateways: readonly Gateway[];
  /** Names, beside the built-in ones, of variables that hold the gateway's keys. */
  readonly variables: readonly string[];
  /** Whether `gitleaks:allow` and other tools' tags suppress too. */
  readonly foreignSuppressions: boolean;
}

/** One key at one place of one text. */
export interface KeyMatch extends Place {
  readonly secret: Secret;
  /** UTF-16 offsets into the decoded text, a byte order mark not counted. */
  readonly start: number;
  readonly end: number;
  /** An issuer's id, or `ambiguous`: then see `candidates`. */
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  readonly encoding: string;
  /** The variable of the environment that the text itself gives the key to, by its name. */
  readonly variable: string | null;
  readonly snippet: Snippet;
}

export interface SuppressedMatch extends KeyMatch {
  readonly suppression: { readonly line: number; readonly directive: string; readonly reason: string | null };
}

/** A suppression comment that matched nothing. */
export interface UnusedDirective {
  readonly line: number;
  readonly directive: string;
}

export interface Detection {
  readonly matches: readonly KeyMatch[];
  readonly suppressed: readonly SuppressedMatch[];
  readonly unused: readonly UnusedDirective[];
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1' | 'binary';
}
