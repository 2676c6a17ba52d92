import { startBatch } from './batch.js';
import { StagedChanges } from './changes.js';
import { Git, type GitProcess } from './git.js';

/** git at work on what is staged. */
export interface BegunStaged {
  readonly git: Git;
  readonly changes: StagedChanges;
  /** For an `ObjectReader`, which is ready when the first change is known. */
  readonly batch: GitProcess;
  /** Ends git, where nothing is to be read. */
  close(): void;
}

/**
 * Starts both programs that a staged scan needs, so that they look at the index while our own code is loaded, which
 * takes as long.
 */
export function beginStaged(folder: string): BegunStaged {
  const git = new Git(folder);
  const changes = new StagedChanges(git);
  const batch = startBatch(git);
  return {
    git,
    changes,
    batch,
    close: () => {
      changes.close();
      batch.kill();
    },
  };
}
