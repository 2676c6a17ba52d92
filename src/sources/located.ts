import type { Detection } from '../detect/index.js';
import type { BundleFacts, HistoryFacts } from '../finding.js';

/** One text in which detection found something, and where that text stands. */
export interface LocatedText {
  readonly path: string;
  readonly detection: Detection;
  readonly history?: HistoryFacts;
  readonly bundle?: BundleFacts;
}
