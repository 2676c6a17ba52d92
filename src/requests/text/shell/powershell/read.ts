import { isKnown, shapeOf } from '../../../template.js';
import { matchAt } from '../../../../text/match-at.js';
import { ADDED, ASSIGNED, BARE, SET_WITHIN, VARIABLE } from './patterns.js';
import { type Change, Tables } from './tables.js';
import { Values } from './values.js';
import { UNKNOWN, wordAt } from './words.js';
import type { Script, Word } from '../script.js';

const KEYWORD =
  /(if|elseif|else|while|foreach|for|switch|until|do|try|catch|finally|trap|function|filter|param|begin|process|end|return|throw|class|in)(?![\w-])/iy;
/** Those whose block may not run, or not once. */
const CONDITIONAL = /^(?:if|elseif|else|while|foreach|for|switch|catch|trap|class)$/i;
const REDIRECT = /[*\d]?>>?(?:&\d)?/y;
/** Commands that leave a table that they are given as it is: those that request, print, convert and choose. */
const LEAVES =
  /^(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr|curl|wget|(?:Write|Out|ConvertTo|Format|Export|Select|Where|Sort|Measure|Test|Compare|Get)-\w+|echo)$/i;
/** What makes a table without members: what is said to hold headers is one in practice. */
const NEW_TABLE = /^(?:New-Object)$/i;

/** Reads what a script for PowerShell runs. `text` may be a transcript: `PS C:\>` before a command is passed over. */
export function readPowerShell(text: string): Script {
  const tables = new Tables();
  const statements = new Statements(text, tables);
  statements.read('', 0, true);
  return { commands: statements.commands.map((command) => tables.resolved(command)) };
}

class Statements extends Values {
  readonly #tables: Tables;
  /** The open blocks: whether each may not be run, or is a function's. */
  readonly #blocks: { readonly isConditional: boolean; readonly isFunction: boolean }[] = [];
  #next = { isConditional: false, isFunction: false };

  constructor(text: string, tables: Tables) {
    super(text);
    this.#tables = tables;
  }

  read(closer: string, depth: number, isShown: boolean): void {
    const outer = this.#blocks.length;
    while (this.at < this.text.length) {
      this.skip(true);
      const char = this.text[this.at];
      if (char === undefined || (char === closer && this.#blocks.length <= outer)) break;
      if (char === '{') {
        this.at++;
        this.#blocks.push(this.#next);
        this.#next = { isConditional: false, isFunction: false };
      } else if (char === '}') {
        this.at++;
        if (this.#blocks.length > outer) this.#blocks.pop();
      } else if (';|&),.'.includes(char)) this.at++;
      else this.#statement(depth, isShown);
    }
    this.#blocks.length = Math.min(this.#blocks.length, outer);
  }

  get #isCertain(): boolean {
    return !this.#blocks.some(({ isConditional }) => isConditional);
  }

  #statement(depth: number, isShown: boolean): void {
    const start = this.at;
    const prompt = matchAt(/PS(?: [A-Za-z]:\\[^>\n]{0,100}| ~[^>\n]{0,100})?> /y, this.text, this.at);
    if (prompt !== null) this.at += prompt[0].length;
    if (this.#keyword(depth) || this.#assignment(depth) || this.#change(depth)) return;
    if (this.startsCommand()) this.command(depth, isShown);
    else this.expression(depth, false);
    // A stray character must not stop the reading.
    if (this.at === start) this.at++;
  }

  #keyword(depth: number): boolean {
    const found = matchAt(KEYWORD, this.text, this.at);
    if (found === null) return false;
    const word = found[0].toLowerCase();
    this.at += word.length;
    if (word === 'return' || word === 'throw') return true;
    this.skip(false);
    const isFunction = word === 'function' || word === 'filter';
    if (isFunction) {
      const name = matchAt(/[\w:-]+/y, this.text, this.at);
      this.at += name?.[0].length ?? 0;
      this.skip(true);
    }
    if ((isFunction || word === 'param') && this.text[this.at] === '(') this.#parameters(depth);
    if (word === 'foreach') {
      const name = matchAt(/\(\s*\$([A-Za-z_]\w*)/y, this.text, this.at)?.[1];
      if (name !== undefined) this.#tables.set(name, [], false);
    }
    if (word !== 'param') this.#next = { isConditional: CONDITIONAL.test(word), isFunction };
    if (CONDITIONAL.test(word) || word === 'until') {
      if (this.text[this.at] === '(') this.parenthesised(depth, 1);
    }
    return true;
  }

  /** Of a function or a script: their values come from outside, or are the default. */
  #parameters(depth: number): void {
    this.at++;
    while (this.at < this.text.length) {
      this.skip(true);
      const char = this.text[this.at];
      if (char === ')' || char === undefined) break;
      const name = matchAt(VARIABLE, this.text, this.at);
      const attribute = char === '[' ? this.bracketed() : 0;
      if (attribute > 0) this.at += attribute;
      else if (name !== null) {
        this.at += name[0].length;
        this.skip(true);
        const hasDefault = this.text[this.at] === '=';
        if (hasDefault) this.at++;
        const value = hasDefault ? this.expression(depth + 1, true) : null;
        this.#tables.set(name[1] ?? name[2]!, value === null ? [] : [value], value !== null);
      } else this.at++;
    }
    this.at++;
  }

  #assignment(depth: number): boolean {
    const found = matchAt(ASSIGNED, this.text, this.at);
    if (found === null) return false;
    const [whole, name = '', single, bareMember, quoted, double, other, plus] = found;
    const from = this.at;
    this.at += whole.length;
    this.skip(true);
    const isNewTable = NEW_TABLE.test(matchAt(BARE, this.text, this.at)?.[0] ?? '');
    const start = this.at;
    let value: Word;
    if (matchAt(KEYWORD, this.text, this.at) !== null) value = UNKNOWN;
    else if (this.startsCommand()) {
      this.command(depth, false);
      const isDictionary =
        isNewTable && /Dictionary|Hashtable|OrderedDictionary/i.test(this.text.slice(start, start + 120));
      value = isDictionary ? { ...UNKNOWN, table: { entries: [], isComplete: true } } : UNKNOWN;
    } else value = this.whole(this.expression(depth, false), depth);
    const member = single ?? bareMember ?? quoted ?? double;
    if (member !== undefined || other !== undefined) {
      const at = from + whole.lastIndexOf(member ?? '');
      const entry = member === undefined || plus !== '' ? null : { name: wordAt(member, at), value };
      this.#changed(name, entry, from);
    } else this.#tables.set(name, plus === '' ? [value] : [], plus === '' && this.#isCertain);
    return true;
  }

  /** `$headers.Add('x-api-key', $key)` */
  #change(depth: number): boolean {
    const within = matchAt(SET_WITHIN, this.text, this.at);
    if (within !== null) this.#changed(within[1]!, null, this.at);
    const found = matchAt(ADDED, this.text, this.at);
    if (found === null) return false;
    const from = this.at;
    this.at += found[0].length;
    const values: Word[] = [];
    while (this.at < this.text.length) {
      this.skip(true);
      const char = this.text[this.at];
      if (char === ')' || char === undefined) break;
      if (char === ',') this.at++;
      else {
        const before = this.at;
        values.push(this.expression(depth + 1, true));
        if (this.at === before) this.at++;
      }
    }
    this.at++;
    const [name, value, ...more] = values;
    const isAdding = found[2]!.toLowerCase() === 'add' && name && value && more.length === 0;
    this.#changed(found[1]!, isAdding ? { name, value } : null, from);
    return true;
  }

  #changed(name: string, entry: Change['entry'], at: number): void {
    this.#tables.change(name, { at, entry: this.#isCertain ? entry : null });
  }

  protected command(depth: number, isShown: boolean): void {
    const start = this.at;
    const words: Word[] = [];
    let output: string | null = null;
    this.isBroken = false;
    for (;;) {
      this.skip(false);
      const char = this.text[this.at];
      if (char === undefined || '\n;|)}&'.includes(char)) break;
      const redirect = matchAt(REDIRECT, this.text, this.at);
      if (redirect !== null) {
        this.at += redirect[0].length;
        this.skip(false);
        if (!redirect[0].includes('&')) output = shapeOf(this.argument(depth));
      } else if (char === ',') this.at++;
      else words.push(this.argument(depth));
    }
    this.#handOn(words, start);
    const isCaught = this.text[this.at] === '|' && this.text[this.at + 1] !== '|';
    const isInFunction = this.#blocks.some(({ isFunction }) => isFunction);
    this.commands.push({
      words,
      isComplete: !this.isBroken,
      hereDocuments: [],
      output,
      isShown: isShown && !isCaught && output === null && !isInFunction,
      start,
      end: words.at(-1)?.end ?? this.at,
    });
  }

  /** A function that is given a table may add to it: `Add-Auth $headers`. */
  #handOn([command, ...words]: readonly Word[], at: number): void {
    if (command === undefined || LEAVES.test(shapeOf(command))) return;
    for (const { pieces } of words) {
      const [piece, ...others] = pieces;
      if (piece && others.length === 0 && !isKnown(piece) && piece.name !== null) this.#changed(piece.name, null, at);
    }
  }

  protected scriptBlock(depth: number): void {
    this.#blocks.push({ isConditional: true, isFunction: false });
    this.nested('}', depth);
    this.#blocks.pop();
  }
}
