import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty folder, removed when the test that asked for it is over. */
export function temporaryFolder(): string {
  const folder = newFolder();
  onTestFinished(() => {
    removeFolder(folder);
  });
  return folder;
}

/** A new empty folder that the caller removes with {@link removeFolder}: for `beforeAll`. */
export function newFolder(): string {
  // The real path: macOS' /var is a link, and reports name real paths.
  return realpathSync.native(mkdtempSync(path.join(tmpdir(), 'starrise-test-')));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Writes `files` (path with `/` → content) below `folder`, and returns `folder`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
