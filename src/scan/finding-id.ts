import { createHash } from 'node:crypto';
import type { RuleId } from '../finding.js';

/** What makes a problem the same problem after lines have moved. */
export interface ProblemIdentity {
  readonly ruleId: RuleId;
  readonly problem: string;
  readonly path: string;
  /** The key's fingerprint, or a normalised snippet where no key is concerned. */
  readonly content: string;
}

/** Hands out ids: 32 hexadecimal digits, the same in every run; equal problems of one path are told apart by their order. */
export class FindingIds {
  readonly #seen = new Map<string, number>();

  next({ ruleId, problem, path, content }: ProblemIdentity): string {
    const identity = [ruleId, problem, content, path].join('\0');
    const ordinal = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, ordinal + 1);
    const text = ordinal === 0 ? identity : `${identity}\0${ordinal}`;
    return createHash('sha256').update(text).digest('hex').slice(0, 32);
  }
}
