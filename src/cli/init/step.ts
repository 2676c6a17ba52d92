import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, type Stats } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';

/** One thing that `init` does, finds done, or leaves to the user. Files are absolute. */
export type Step =
  | {
      readonly kind: 'write';
      readonly file: string;
      readonly text: string;
      readonly mode: number;
      readonly isNew: boolean;
    }
  | { readonly kind: 'there'; readonly file: string }
  | {
      readonly kind: 'tell';
      readonly file: string;
      readonly why: string;
      /** What to do with `snippet`. */
      readonly how: string;
      readonly snippet: string;
    };

/** Above our line in a script. */
export const MARK = '# starrise-scan init: no keys of LLM gateways';

/** What a line of ours in somebody's file is known by. */
const OURS = /^(?!\s*(?:#|\/\/)).*(?:starrise-scan|eslint-plugin-starrise)/m;

/** Whether `text` calls us already, outside of comments; on a server our path may have any name. */
export function callsUs(text: string): boolean {
  return OURS.test(text) || text.includes(MARK);
}

/** What is at a place that `init` may write to. */
export interface Existing {
  readonly text: string;
  /** Whether `text` is all of it: a program, or a script in an old encoding, would be lost in writing it back. */
  readonly isText: boolean;
  readonly mode: number;
}

/** `null` where nothing is. Refuses links, in `file` and in the folders between it and `within`: they may lead anywhere. */
export function existingFile(file: string, within: string): Existing | null {
  const steps = path.relative(within, file).split(path.sep);
  for (const at of steps.keys()) {
    const part = path.join(within, ...steps.slice(0, at + 1));
    const stats = statsOf(part);
    if (stats === null) return null;
    if (stats.isSymbolicLink()) throw new UsageError(`${part} is a symbolic link: init writes through none`);
    if (part === file && !stats.isFile()) throw new UsageError(`${file} is no file`);
    if (part === file) {
      const bytes = readFileSync(file);
      const isText = isUtf8(bytes) && !bytes.includes(0);
      return { text: bytes.toString('utf8'), isText, mode: stats.mode & 0o777 };
    }
  }
  return null;
}

function statsOf(file: string): Stats | null {
  return lstatSync(file, { throwIfNoEntry: false }) ?? null;
}
