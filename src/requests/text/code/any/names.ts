import type { Blocks } from './blocks.js';
import type { Range } from '../tokens.js';
import { bare, type Program } from './program.js';

/** What the names of a program are set to, function by function. */
export class Names {
  readonly #program: Program;
  readonly #blocks: Blocks;
  /** By function and name: `null` where that is no plain assignment, or one of several. */
  readonly #values = new Map<string, Range | null>();

  constructor(program: Program, blocks: Blocks) {
    this.#program = program;
    this.#blocks = blocks;
    for (let at = 0; at < program.tokens.length; at++) this.#collect(at);
  }

  #collect(at: number): void {
    const token = this.#program.tokens[at]!;
    if (token.kind === 'mark' && token.text === '=') this.#assignment(at);
    else if (
      token.kind === 'name' &&
      this.#program.tokens[at + 1]?.kind === 'name' &&
      this.#program.word(at + 2) !== '='
    ) {
      // A parameter with its type (`string url`, `url string`): its value is not known.
      const next = this.#program.word(at + 2);
      if (next === ',' || next === ')')
        [at, at + 1].forEach((each) => {
          this.#set(bare(this.#program.word(each)), null, each);
        });
    } else if (token.kind === 'name' && this.#program.word(at + 1) === ':' && this.#program.word(at + 2) !== ':') {
      // `url: String`, `url: &str`: a parameter, or a variable whose assignment is met in its turn.
      const end = this.#program.tokens[at + 2]?.kind === 'mark' ? at + 4 : at + 3;
      if (/^[,)]$/.test(this.#program.word(end)) && /^[,(]$/.test(this.#program.word(at - 1)))
        this.#set(bare(token.text), null, at);
    }
  }

  #assignment(equals: number): void {
    const [before, after] = [this.#program.word(equals - 1), this.#program.word(equals + 1)];
    if (after === '=' || after === '>' || /^[=!<>~]$/.test(before || ' ')) return;
    const isAdding = /^[+.|?-]$/.test(before || ' ');
    let at = equals - (isAdding || before === ':' ? 2 : 1);
    // `let headers: [String: String] = …`, `url: &str = …`, `var url String = …`
    for (let back = at, seen = 0; seen < 8 && back > 0 && !this.#program.tokens[back]!.isFirst; seen++, back--) {
      if (this.#program.word(back) === ':' && this.#program.tokens[back - 1]?.kind === 'name') at = back - 1;
    }
    const isTyped = this.#program.tokens[at - 1]?.kind === 'name' && /^(?:var|const)$/.test(this.#program.word(at - 2));
    const token = this.#program.tokens[isTyped && this.#program.language.id === 'go' ? at - 1 : at];
    if (token?.kind !== 'name') return;
    this.#set(bare(token.text), isAdding ? null : [equals + 1, this.#program.statementEnd(equals + 1)], at);
  }

  #set(name: string, value: Range | null, at: number): void {
    const scope = this.#blocks.functionOf(at);
    // A parameter stands before the brace of its function: then the name is known nowhere outside of functions.
    const key = this.#blocks.isContainer(scope) ? name : `${scope} ${name}`;
    this.#values.set(key, this.#values.has(key) ? null : value);
  }

  /** What a name is set to where the token at `at` stands: once, come what may. `undefined`: the file does not say. */
  valueOf(name: string, at: number): Range | null | undefined {
    const own = `${this.#blocks.functionOf(at)} ${name}`;
    return this.#values.has(own) ? this.#values.get(own) : this.#values.get(name);
  }

  /** Whether a name comes in from outside and is not set in the function besides. */
  isParameter(name: string, at: number): boolean {
    return !this.#values.has(`${this.#blocks.functionOf(at)} ${name}`);
  }
}
