import type { Program } from './program.js';

/** What the names of a Python program are imported as. What a program imports of its own package is left out. */
export class Imports {
  readonly #program: Program;
  /** Dotted paths, by the name they go by. */
  readonly #paths = new Map<string, readonly string[]>();

  constructor(program: Program) {
    this.#program = program;
    program.tokens.forEach(({ isFirst, text }, at) => {
      if (isFirst && text === 'import') this.#modules(at + 1);
      else if (isFirst && text === 'from') this.#members(at + 1);
    });
  }

  /** A dotted name as its module has it: `rq.post` is `requests.post` behind `import requests as rq`. */
  full(path: readonly string[]): readonly string[] {
    const [first = '', ...rest] = path;
    const imported = this.#paths.get(first);
    return imported === undefined ? path : [...imported, ...rest];
  }

  /** `import a, b.c as d` */
  #modules(from: number): void {
    for (let at = from; this.#program.tokens[at]?.kind === 'name'; at++) {
      const [path, next] = this.#program.path(at);
      at = this.#name(path, next, path.length === 1);
      if (this.#program.word(at) !== ',') return;
    }
  }

  /** `from a.b import c, d as e`, also in brackets and over lines. */
  #members(from: number): void {
    const [module, next] = this.#program.path(from);
    if (module.length === 0 || this.#program.word(next) !== 'import') return;
    const first = this.#program.word(next + 1) === '(' ? next + 2 : next + 1;
    for (let at = first; this.#program.tokens[at]?.kind === 'name'; at++) {
      at = this.#name([...module, this.#program.word(at)], at + 1, true);
      if (this.#program.word(at) !== ',') return;
    }
  }

  /** What `path` goes by, with `as` at `at` or without; `isBound`: by its last part then. Gives the number of the token behind it. */
  #name(path: readonly string[], at: number, isBound: boolean): number {
    const isRenamed = this.#program.word(at) === 'as';
    if (isRenamed || isBound) this.#paths.set(isRenamed ? this.#program.word(at + 1) : path.at(-1)!, path);
    return isRenamed ? at + 2 : at;
  }
}
