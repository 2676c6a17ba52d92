/** A way for a key to get into the hands of everyone who opens a page. */
export interface ClientProblem {
  readonly code: 'public-variable' | 'inlined-value' | 'browser-client' | 'key-header';
  /** UTF-16 offsets into the whole text. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, a clause without a full stop. */
  readonly message: string;
  /** What to do, a sentence without a full stop. */
  readonly correction: string;
}
