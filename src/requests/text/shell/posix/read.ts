import { isKnown, type Piece } from '../../../template.js';
import { matchAt } from '../../../../text/match-at.js';
import { DECLARING, Draft } from './draft.js';
import { textOf, Words } from './words.js';
import { Variables, type Command, type Script, type Word } from '../script.js';

const OPENING = /^(?:if|case|for|while|until|select)$/;
const CLOSING = /^(?:fi|esac|done)$/;
/** Reserved words after which a command begins. */
const LEADING = /^(?:then|else|elif|do|if|while|until|!|\{|\}|time|fi|done|esac|\$)$/;

const ASSIGNED = /([A-Za-z_]\w*)(\+?)=/y;
const HERE = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)([\w.+-]+))/y;
const REDIRECT = /&>>?|\d*(?:>&|<&|>>|>\||<>|[<>])/y;
/** Functions and aliases by the names of clients: they add what they like to what the client is given. */
const CLIENT = '(curl|wget|https?|xhs?)';
const OWN_CLIENT = new RegExp(
  String.raw`(?:^|[;&|{])[ \t]*(?:function[ \t]+${CLIENT}(?![\w-])|${CLIENT}[ \t]*\([ \t]*\))|\balias[ \t]+(?:-\w+[ \t]+)?${CLIENT}=`,
  'gm',
);

/** Reads what a script for sh, bash, zsh or fish runs. `text` may be a transcript: a `$` before a command is passed over. */
export function readPosix(text: string): Script {
  const reader = new Commands(text);
  reader.read('', 0, 'shown');
  const { commands, variables } = reader;
  const own = new Set(Array.from(text.matchAll(OWN_CLIENT), ([, ...names]) => names.find(Boolean)));
  const isOwn = ([name]: readonly Word[]): boolean => name !== undefined && own.has(textOf(name.pieces));
  return {
    commands: commands.map((command) => {
      const known = withValues(command, variables);
      return isOwn(known.words) ? { ...known, isComplete: false } : known;
    }),
  };
}

function withValues(command: Command, variables: Variables): Command {
  const words = command.words.flatMap((word) => {
    const [piece, ...others] = word.pieces;
    const array = others.length === 0 && piece && 'name' in piece && piece.name !== null ? piece.name : undefined;
    const all = array?.endsWith('[@]') === true ? variables.wordsOf(array.slice(0, -3)) : null;
    return (all ?? [word]).map((each) => variables.resolved(each));
  });
  const isComplete = command.isComplete && !words.some(({ pieces, mayBeMore }) => mayBeMore || pieces.some(isArray));
  return { ...command, words, isComplete };
}

function isArray(piece: Piece): boolean {
  return !isKnown(piece) && piece.name?.endsWith('[@]') === true;
}

class Commands extends Words {
  readonly variables = new Variables();
  /** Blocks that may not be run: what is set in them is not certain. */
  #blocks = 0;
  /** Braces of functions: what is printed in them may be caught where they are called. */
  #braces = 0;
  #waiting: { readonly delimiter: string; readonly isIndented: boolean; readonly isLiteral: boolean; of: Draft }[] = [];

  read(closer: string, depth: number, where: 'shown' | 'caught'): void {
    let draft = new Draft(this.at);
    let isConditional = false;
    const flush = (separator: string): void => {
      this.#finish(draft, isConditional, where === 'shown' && separator !== '|');
      isConditional = separator === '&&' || separator === '||' || (isConditional && separator === '|');
      draft = new Draft(this.at);
    };
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === closer) break;
      if (char === ' ' || char === '\t' || char === '\r') this.at++;
      else if ((char === '\\' || char === '^') && this.skipContinuation()) continue;
      else if (char === '\n') {
        this.at++;
        flush('\n');
        this.#readHereDocuments();
      } else if (char === '#' && !draft.isInWord(this.at)) this.at = this.lineEnd();
      else if (char === '<' && this.#hereDocument(draft)) continue;
      else if (this.#redirect(draft, depth)) continue;
      else if (char === ';' || char === '&' || char === '|' || char === '(' || char === ')') {
        const separator = this.text[this.at + 1] === char ? char + char : char;
        this.at += separator.length;
        flush(separator);
      } else this.#takeWord(draft, depth);
    }
    flush('');
  }

  #finish(draft: Draft, isConditional: boolean, isShown: boolean): void {
    const [first = ''] = draft.names;
    const name = draft.names[draft.leading] ?? '';
    if (CLOSING.test(first)) this.#blocks = Math.max(0, this.#blocks - 1);
    for (const { name: variable, words } of draft.assignments) {
      this.variables.set(variable, words, draft.setsVariables && !isConditional && this.#blocks === 0);
    }
    if (OPENING.test(first)) this.#blocks++;
    if (first === '{' || (first === 'function' && draft.names.at(-1) === '{')) this.#braces++;
    if (first === '}') this.#braces = Math.max(0, this.#braces - 1);
    const isLoop = name === 'for' || name === 'select' || name === 'read';
    if (isLoop) for (const each of draft.names.slice(draft.leading + 1)) this.variables.set(each, [], false);
    const [start = 0, end = 0] = [draft.words[0]?.start, draft.words.at(-1)?.end];
    const words = draft.words.slice(draft.leading);
    if (words.length === 0) return;
    const { hereDocuments, isComplete, output } = draft;
    this.commands.push({
      ...{ words, hereDocuments, isComplete, output, start, end },
      isShown: isShown && output === null && this.#braces === 0,
    });
    // fish: `set -gx NAME value`; csh: `setenv NAME value`.
    if (name === 'set' || name === 'setenv') {
      const [variable, value, ...more] = draft.words
        .slice(draft.leading + 1)
        .filter(({ pieces }) => !textOf(pieces).startsWith('-'));
      if (variable && value && more.length === 0) this.variables.set(textOf(variable.pieces), [value], !isConditional);
    }
  }

  #redirect(draft: Draft, depth: number): boolean {
    const found = matchAt(REDIRECT, this.text, this.at);
    if (found === null || (/^\d/.test(found[0]) && draft.isInWord(this.at))) return false;
    if (/^\d+$/.test(found[0])) return false;
    this.at += found[0].length;
    if (/[<>]&$/.test(found[0])) {
      this.at += matchAt(/[\d-]*/y, this.text, this.at)?.[0].length ?? 0;
      return true;
    }
    // `<(…)` and `>(…)` give a file's name as a word.
    if (this.text[this.at] === '(') {
      this.substitution(')', 1, depth);
      draft.words.push({ ...EMPTY, pieces: [{ name: null }], start: this.at, end: this.at });
      draft.names.push('');
      return true;
    }
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    const target = this.word(depth);
    if (/^[1&]?>/.test(found[0])) draft.output = textOf(target.pieces);
    return true;
  }

  #hereDocument(draft: Draft): boolean {
    if (this.text.startsWith('<<<', this.at)) {
      this.at += 3;
      while (this.text[this.at] === ' ') this.at++;
      this.word(0);
      return true;
    }
    const found = matchAt(HERE, this.text, this.at);
    if (found === null) return false;
    const [whole, dash, single, double, escape, plain] = found;
    this.at += whole.length;
    this.#waiting.push({
      delimiter: single ?? double ?? plain ?? '',
      isIndented: dash !== '',
      isLiteral: plain === undefined || escape !== '',
      of: draft,
    });
    return true;
  }

  /** Behind the line that asks for them. */
  #readHereDocuments(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { delimiter, isIndented, isLiteral, of } of waiting) {
      const start = this.at;
      for (;;) {
        const [lineStart, lineEnd] = [this.at, this.lineEnd()];
        if (lineStart >= this.text.length) return;
        this.at = Math.min(this.text.length, lineEnd + 1);
        const line = this.text.slice(lineStart, Math.min(lineEnd, lineStart + 200)).replace(/\r$/, '');
        if ((isIndented ? line.replace(/^\t+/, '') : line) !== delimiter) continue;
        of.hereDocuments.push({ start, end: lineStart, isLiteral });
        break;
      }
    }
  }

  #takeWord(draft: Draft, depth: number): void {
    const declares = DECLARING.test(draft.names[draft.leading] ?? '');
    if (draft.words.length === draft.leading || declares) {
      const found = matchAt(ASSIGNED, this.text, this.at);
      if (found !== null) {
        const [whole, name = '', plus] = found;
        this.at += whole.length;
        const words = this.text[this.at] === '(' ? this.#array(depth) : [this.word(depth)];
        draft.assignments.push({ name, words: plus === '' ? words : [] });
        if (plus !== '') draft.assignments.push({ name, words: [] });
        draft.assignedUpTo = this.at;
        return;
      }
    }
    const word = this.word(depth);
    const text = textOf(word.pieces);
    draft.words.push(word);
    draft.names.push(text);
    if (this.isBroken) draft.isComplete = false;
    this.isBroken = false;
    if (draft.leading === draft.words.length - 1 && LEADING.test(text) && word.quoted.length === 0) draft.leading++;
  }

  #array(depth: number): Word[] {
    const words: Word[] = [];
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== ')') {
      const char = this.text[this.at]!;
      if (/\s/.test(char)) this.at++;
      else if (char === '\\' && this.skipContinuation()) continue;
      else if (char === '#') this.at = this.lineEnd();
      else if (/[;&|(<>]/.test(char)) break;
      else words.push(this.word(depth));
    }
    this.at++;
    return words;
  }
}

const EMPTY: Word = { pieces: [], start: 0, end: 0, quoted: [], mayBeMore: true };
