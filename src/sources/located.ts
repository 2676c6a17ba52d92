import type { Detection } from '../detect/index.js';
import type { BundleFacts, HistoryFacts, NameOf } from '../finding.js';

/** One text in which detection found something, and where that text stands. */
export interface LocatedText {
  readonly path: string;
  readonly detection: Detection;
  /** Where the text is not the content of what stands at `path`, but its name. */
  readonly nameOf?: NameOf;
  readonly history?: HistoryFacts;
  readonly bundle?: BundleFacts;
}
