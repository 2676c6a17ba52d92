import type { Program } from './program.js';

/** The program itself, and the attributes of its objects. */
export const PROGRAM = 0;

/** The functions of a Python program: what a function sets is a variable of its own. */
export class Scopes {
  readonly #program: Program;
  /** The function that each token stands in, counted from 1. */
  readonly #functions: Int32Array;
  readonly #parents = [PROGRAM];

  constructor(program: Program) {
    this.#program = program;
    this.#functions = new Int32Array(program.tokens.length);
    const open: { readonly scope: number; readonly indent: number }[] = [];
    let indent = 0;
    let header = -1;
    program.tokens.forEach((token, at) => {
      if (token.isFirst) {
        ({ indent } = token);
        while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
      }
      // The name of a function stands outside of it.
      if (at === header) open.push({ scope: this.#parents.push(open.at(-1)?.scope ?? PROGRAM) - 1, indent });
      if (token.kind === 'name' && token.text === 'def') header = at + 2;
      this.#functions[at] = open.at(-1)?.scope ?? PROGRAM;
    });
  }

  /** What the name that begins with the token at `at` is looked for in first. */
  at(at: number): number {
    return this.#program.word(at) === 'self' ? PROGRAM : (this.#functions[at] ?? PROGRAM);
  }

  /** What stands around a function. */
  around(scope: number): number {
    return this.#parents[scope]!;
  }
}
