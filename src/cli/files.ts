import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createPrefilter } from '../detect/index.js';
import { UsageError } from '../errors.js';
import type { Source } from '../sources/source.js';
import { openStdin } from '../sources/stdin.js';
import type { Run } from './command.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  if (operands.includes('-')) {
    if (operands.length > 1)
      throw new UsageError('"-" reads standard input and stands alone: leave out the other paths');
    const project = await openProject(io.cwd, values, io);
    const source = openStdin(io.cwd, project.selection.maxSize, createPrefilter(), io.stdin);
    return runScan({ source, coversProject: false }, project, values, io);
  }
  const project = await openProject(io.cwd, values, io);
  const source = openSimply(operands.length === 0 ? ['.'] : operands, io.cwd);
  return runScan({ source, coversProject: false }, project, values, io);
};

/** Until src/sources/files lands. */
function openSimply(paths: readonly string[], root: string): Source {
  const tally = { files: 0, bytes: 0, blobs: 0 };
  const gaps: { what: string; why: string }[] = [];
  return {
    kind: 'files',
    root,
    tally,
    gaps,
    skipped: [],
    empty: false,
    async *items() {
      for (const named of paths) {
        const target = path.resolve(root, named);
        const stat = statSync(target, { throwIfNoEntry: false });
        if (stat === undefined) gaps.push({ what: named, why: 'no such file or folder' });
        const files = stat?.isDirectory()
          ? readdirSync(target, { recursive: true, encoding: 'utf8' }).map((name) => path.join(target, name))
          : stat === undefined
            ? []
            : [target];
        for (const file of files) {
          if (/(^|\/)(\.git|node_modules)\//.test(file) || !statSync(file, { throwIfNoEntry: false })?.isFile())
            continue;
          const bytes = readFileSync(file);
          tally.files++;
          tally.bytes += bytes.length;
          if (bytes.includes('sk-')) yield { path: path.relative(root, file).replaceAll(path.sep, '/'), bytes };
        }
        await Promise.resolve();
      }
    },
  };
}
