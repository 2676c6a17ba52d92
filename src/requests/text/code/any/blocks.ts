import { CONDITIONS, CONTAINERS } from './languages.js';
import { MAX_REACH, type Program } from './program.js';

/** Blocks in blocks; deeper ones are not looked into. */
const MAX_BLOCKS = 40;

/** How a program is divided: into functions, and into the blocks in them that may not run. */
export class Blocks {
  /** The tokens of each function, by the number that it has here; -1: outside of all. */
  readonly functions = new Map<number, number[]>();
  readonly #program: Program;
  readonly #functionOf: number[] = [];
  /** Where names are set for the whole file: outside of functions, in classes. */
  readonly #containers = new Set([-1]);
  /** The blocks around each token that may not run, and the function that it stands in. */
  readonly #conditions: string[] = [];

  constructor(program: Program) {
    this.#program = program;
    if (program.language.isIndented) this.#divideByLines();
    else this.#divideByBraces();
  }

  /** The number of the function that the token at `at` stands in. */
  functionOf(at: number): number {
    return this.#functionOf[at] ?? -1;
  }

  /** Whether it is no function, but what holds functions. */
  isContainer(scope: number): boolean {
    return this.#containers.has(scope);
  }

  /** Whether one token runs wherever the other does, as far as blocks tell. */
  runTogether(one: number, other: number): boolean {
    return this.#conditions[one] === this.#conditions[other];
  }

  #put(scope: number, at: number, conditions: string): void {
    this.#conditions[at] = conditions;
    this.#functionOf[at] = scope;
    const tokens = this.functions.get(scope);
    if (tokens) tokens.push(at);
    else this.functions.set(scope, [at]);
  }

  #divideByBraces(): void {
    const open: { readonly at: number; readonly scope: number; readonly conditions: string }[] = [];
    for (const [at, token] of this.#program.tokens.entries()) {
      const around = open.at(-1) ?? { at: -1, scope: -1, conditions: '' };
      if (token.kind === 'mark' && token.text === '{' && token.partner !== undefined && open.length < MAX_BLOCKS) {
        const head = this.#headOf(at);
        const isContainer = around.scope === around.at && head.some((word) => CONTAINERS.test(word));
        const isConditional = head.some((word) => CONDITIONS.test(word));
        // The outermost block that is no class is the function; a class holds functions and members of its own.
        const scope = isContainer || around.scope === around.at ? at : around.scope;
        if (isContainer) this.#containers.add(at);
        this.#put(around.scope, at, around.conditions);
        open.push({
          at: isContainer ? scope : -2,
          scope,
          conditions: isConditional ? `${around.conditions} ${at}` : around.conditions,
        });
        continue;
      }
      if (token.text === '}' && token.partner !== undefined && this.#program.word(token.partner) === '{') open.pop();
      const { scope, conditions } = open.at(-1) ?? { scope: -1, conditions: '' };
      this.#put(scope, at, conditions);
    }
  }

  /** The words before a brace, back to where its statement begins. */
  #headOf(brace: number): string[] {
    const words: string[] = [];
    let at = brace;
    for (let seen = 0; at > 0 && seen < MAX_REACH; seen++) {
      // On a line of its own, it belongs to the line above.
      if (this.#program.tokens[at]!.isFirst && at !== brace) break;
      at--;
      const token = this.#program.tokens[at]!;
      if (token.kind === 'mark' && (token.text === ';' || token.text === '{')) break;
      if (token.kind === 'mark' && token.text === '}') break;
      if (token.kind === 'mark' && token.text === ')' && token.partner !== undefined) at = token.partner;
      else if (token.kind === 'name') words.push(token.text);
    }
    return words;
  }

  #divideByLines(): void {
    let [scope, scopeIndent] = [-1, -1];
    const open: { readonly indent: number; readonly at: number }[] = [];
    for (const [at, token] of this.#program.tokens.entries()) {
      if (token.isFirst) {
        while (open.length > 0 && open.at(-1)!.indent >= token.indent) open.pop();
        if (scope >= 0 && token.indent <= scopeIndent) scope = -1;
        if (token.text === 'def' && scope < 0) [scope, scopeIndent] = [at, token.indent];
        if (CONDITIONS.test(token.text) && open.length < MAX_BLOCKS) open.push({ indent: token.indent, at });
      }
      this.#put(scope, at, open.map((block) => block.at).join(' '));
    }
  }
}
