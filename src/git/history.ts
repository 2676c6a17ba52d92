import { startBatch } from './batch.js';
import type { Git, GitProcess } from './git.js';
import { askLayout, askReferences, gitAround, type Layout, type Reference } from './repository.js';
import { type AddedObjects, areChosen, listAdded, type Revisions } from './revisions.js';

/** git at work on what a scan of history asks before it looks at an object. */
export interface BegunHistory {
  readonly git: Git;
  /** `null` where all of history is meant. */
  readonly part: BegunPart | null;
  /** But for `HEAD`, which is in the layout. `null` where commits were chosen: there may be thousands, and mostly nobody asks. */
  readonly references: Promise<readonly Reference[]> | null;
  readonly layout: Promise<Layout>;
}

/** git at work on a part of history. */
export interface BegunPart {
  readonly revisions: Revisions;
  readonly added: Promise<AddedObjects>;
  /** For an `ObjectReader`, which is ready when the first object is known. */
  readonly batch: GitProcess;
}

/**
 * Starts all programs that a scan of history needs first, so that they look while our own code is loaded, which takes as
 * long. None of them waits for the answer of another. `git.end()` ends them.
 */
export function beginHistory(folder: string, revisions: Revisions | null): BegunHistory {
  const git = gitAround(folder);
  return {
    git,
    part: revisions && beginPart(git, revisions),
    references: areChosen(revisions) ? null : begun(askReferences(git)),
    layout: begun(askLayout(git)),
  };
}

/** As {@link beginHistory}, for a part of the history of a repository that is open. */
export function beginPart(git: Git, revisions: Revisions): BegunPart {
  return { revisions, added: begun(listAdded(git, revisions)), batch: startBatch(git) };
}

/** A failure is thrown where the answer is awaited, not where it happens to arrive before. */
export function begun<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
