import { Excerpt, ExcerptBuilder } from '../excerpt.js';
import type { LogSite, Site } from '../../site.js';
import { isKnown, shapeOf } from '../../template.js';
import { INTERPRETERS } from './clients.js';
import { requestsOf, withoutWrappers } from './requests.js';
import type { Command, Script } from './script.js';

/** Reads a text of another language, or of the language of a file of that name. */
export type ReadOther = (text: string, what: { readonly language: string } | { readonly file: string }) => Site[];

/** Commands that print what they are given. */
const PRINTING = /^(?:echo|printf|print|Write-Host)$/i;

/** The sites of a script: what its commands request and print, and what the scripts in its here-documents do. */
export function sitesOfScript(script: Script, text: string, readOther: ReadOther): Site[] {
  return script.commands.flatMap((command) => [
    ...requestsOf(command),
    ...printedBy(command),
    ...inHereDocuments(command, text, readOther),
    ...inArguments(command, text, readOther),
  ]);
}

function printedBy(command: Command): LogSite[] {
  const [first, ...rest] = command.words;
  if (first === undefined || !command.isShown || !PRINTING.test(shapeOf(first))) return [];
  return rest.map((value) => ({
    kind: 'log',
    sink: `\`${shapeOf(first)}\``,
    value,
    start: value.start,
    end: value.end,
  }));
}

/** What an interpreter is told to run, and what is written into a file, by the file's name. */
function inHereDocuments(command: Command, text: string, readOther: ReadOther): Site[] {
  const language = interpreterOf(command);
  const what = language !== null ? { language } : command.output !== null ? { file: command.output } : null;
  if (what === null) return [];
  return command.hereDocuments.flatMap(({ start, end }) => {
    const excerpt = new ExcerptBuilder(text).copy(start, end).build();
    return excerpt.inSource(readOther(excerpt.text, what));
  });
}

/** `bash -c '…'`, `ssh host '…'`. */
function inArguments(command: Command, text: string, readOther: ReadOther): Site[] {
  const language = interpreterOf(command);
  if (language === null) return [];
  return command.words.slice(1).flatMap((word) => {
    const [piece, ...others] = word.pieces;
    if (piece === undefined || others.length > 0 || !isKnown(piece) || piece.at === null) return [];
    if (!/\s/.test(piece.text)) return [];
    const excerpt: Excerpt = new ExcerptBuilder(text).copy(piece.at, piece.at + piece.text.length).build();
    return excerpt.inSource(readOther(excerpt.text, { language }));
  });
}

function interpreterOf({ words }: Command): string | null {
  const [first] = withoutWrappers(words);
  const name = first === undefined ? '' : shapeOf(first);
  return INTERPRETERS.find((row) => row.name.test(name))?.language ?? null;
}
