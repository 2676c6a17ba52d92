import { partsOf, type Range } from '../tokens.js';
import type { Program } from './program.js';
import { PROGRAM, Scopes } from './scopes.js';

const MAX_ARGUMENTS = 400;
/** How far the `=` of `name: Type = value` is looked for, in tokens. */
const MAX_TYPE = 12;
/** How far the names of a loop are looked for, in tokens. */
const MAX_LOOP = 8;
/** Functions that leave their arguments as they are, and what is constructed of them. */
const READS =
  /^(?:print|len|str|repr|dict|list|sorted|isinstance|dumps|pprint|copy|deepcopy|update|debug|info|warning|error|exception|log|urlopen|get|post|put|patch|delete|head|options|request|stream|send|[A-Z]\w*)$/;
/** Methods that change a dictionary or a request in a way that is not followed. */
const CHANGES = /^(?:update|setdefault|add_unredirected_header)$/;

/** What is set in a dictionary after it was made: `headers["x"] = …`, `session.headers.update({…})`. */
export interface Addition {
  /** The dictionary that is added. */
  readonly dictionary?: Range;
  /** Or one entry: its name, and its value. */
  readonly entry?: readonly [name: Range, value: Range];
  /** What is set in a block may not be set. */
  readonly isSure: boolean;
}

/** The function that a name was written in, as far as that says which variable it is. */
interface Placed {
  readonly scope: number;
}

/**
 * What the names of a Python program are set to, and what may be changed besides. Names are dotted paths without `self`, looked for in
 * the function that they are written in and what stands around it; those with a dot are of the program.
 */
export class Names {
  readonly #program: Program;
  readonly #scopes: Scopes;
  /** Everything a name is set to in each function; `null` for what is no plain assignment. */
  readonly #values = new Map<string, Map<number, (Range | null)[]>>();
  /** What `global` and `nonlocal` say, by function and name. */
  readonly #declared = new Map<string, number>();
  /** What each function returns. */
  readonly #returned = new Map<number, Range[]>();
  /** The functions of a name. */
  readonly #functions = new Map<string, number[]>();
  readonly #additions = new Map<string, (Addition & Placed)[]>();
  /** Names of what is given to functions or to other names, which may change it. */
  readonly #handedOn = new Map<string, Set<number>>();
  /** The last two by the functions whose variables they are, which only the whole program tells: made when they are asked for. */
  readonly #additionsByOwner = new Map<string, ReadonlyMap<number, readonly Addition[]>>();
  readonly #handingOn = new Map<string, ReadonlySet<number>>();

  constructor(program: Program) {
    this.#program = program;
    this.#scopes = new Scopes(program);
    for (const at of program.tokens.keys()) this.#collect(at);
  }

  /** Where the name is looked for that begins with the token at `at`. */
  scopeAt(at: number): number {
    return this.#scopes.at(at);
  }

  /** The function whose variable a name is; the program where none sets it. */
  owner(name: string, scope: number): number {
    const sets = this.#values.get(name.split('.', 1)[0]!);
    let at = scope;
    while (at !== PROGRAM && sets?.has(at) !== true) at = this.#scopes.around(at);
    return at;
  }

  /** What a name is set to; `null` where that is not known, or not one thing. */
  only(name: string, scope: number): Range | null {
    const all = this.#setIn(name, scope);
    return all?.length === 1 ? (all[0] ?? null) : null;
  }

  isSet(name: string, scope: number): boolean {
    return this.#setIn(name, scope) !== undefined;
  }

  /** What a call of a name gives, where that is one function of the program with one `return`. */
  returned(name: string, scope: number): Range | null {
    const functions = this.#functions.get(name);
    if (functions?.length !== 1 || this.#setIn(name, scope)?.length !== 1) return null;
    const returned = this.#returned.get(functions[0]!);
    return returned?.length === 1 ? returned[0]! : null;
  }

  additionsTo(name: string, scope: number): readonly Addition[] {
    const byOwner = this.#additionsByOwner.get(name) ?? this.#additionsOf(name);
    return byOwner.get(this.owner(name, scope)) ?? [];
  }

  /** Programs set the same name in thousands of functions: their owners are found once. */
  #additionsOf(name: string): ReadonlyMap<number, readonly Addition[]> {
    const byOwner = new Map<number, Addition[]>();
    for (const addition of this.#additions.get(name) ?? []) {
      const owner = this.owner(name, addition.scope);
      const all = byOwner.get(owner);
      if (all) all.push(addition);
      else byOwner.set(owner, [addition]);
    }
    this.#additionsByOwner.set(name, byOwner);
    return byOwner;
  }

  /** Whether something may change a dictionary that is not followed. */
  isHandedOn(name: string, scope: number): boolean {
    const owner = this.owner(name, scope);
    return [name, name.replace(/\.headers$/, '')].some((each) => this.#ownersHandingOn(each).has(owner));
  }

  #ownersHandingOn(name: string): ReadonlySet<number> {
    let owners = this.#handingOn.get(name);
    if (owners === undefined) {
      owners = new Set([...(this.#handedOn.get(name) ?? [])].map((from) => this.owner(name, from)));
      this.#handingOn.set(name, owners);
    }
    return owners;
  }

  #setIn(name: string, scope: number): readonly (Range | null)[] | undefined {
    return this.#values.get(name)?.get(name.includes('.') ? PROGRAM : this.owner(name, scope));
  }

  #collect(at: number): void {
    const { kind, text, isFirst } = this.#program.tokens[at]!;
    if (kind !== 'name') return;
    if (this.#program.word(at + 1) === '(' && !READS.test(text)) this.#handOn(at + 1);
    if (text === 'def') this.#function(at);
    else if (text === 'return') this.#return(at);
    else if (text === 'global' || text === 'nonlocal') this.#declare(at);
    else if (text === 'for' || text === 'lambda') this.#bound(at);
    // `if (url := other()):`
    else if (this.#program.word(at + 1) === ':' && this.#program.word(at + 2) === '=') this.#set(text, null, at);
    if (isFirst) this.#statement(at);
    // `with httpx.Client() as client`
    else if (text === 'as' && this.#program.word(at - 1) === ')') {
      this.#set(this.#program.word(at + 1), this.#program.callBefore(at), at);
    }
  }

  #statement(at: number): void {
    const [path, next] = this.#program.path(at);
    const last = path.at(-1) ?? '';
    const object = path.slice(0, -1).join('.');
    const sign = this.#program.word(next);
    if (sign === '[') this.#item(at, path.join('.'), next);
    else if (last === 'update' && path.at(-2) === 'headers' && sign === '(') {
      this.#add(object, { dictionary: [next + 1, this.#program.close(next)] }, at);
    } else if (last === 'add_header' && sign === '(') {
      const [name, value] = this.#program.partsIn(next);
      this.#add(`${object}.headers`, name && value ? { entry: [name, value] } : {}, at);
    } else if (CHANGES.test(last) && sign === '(') this.#mark(object, at);
    else this.#assignment(path.join('.'), next, at);
  }

  /** `name = value`, `name: Type = value`, `name += value` */
  #assignment(name: string, next: number, at: number): void {
    const equals = this.#program.word(next) === ':' ? this.#equalsOnLine(next) : next;
    if (this.#program.word(equals) === '=' && this.#program.word(equals + 1) !== '=') {
      const value: Range = [equals + 1, this.#program.statementEnd(equals + 1)];
      this.#set(name, value, at);
      this.#markIfName(value);
    } else if (this.#program.word(next + 1) === '=' && '+|'.includes(this.#program.word(next) || ' ')) {
      this.#set(name, null, at);
    }
  }

  #set(name: string, value: Range | null, at: number): void {
    const inside = this.#scopes.at(at);
    const scope = name.includes('.') ? PROGRAM : (this.#declared.get(`${inside} ${name}`) ?? inside);
    const scopes = this.#values.get(name) ?? new Map<number, (Range | null)[]>();
    this.#values.set(name, scopes);
    const all = scopes.get(scope);
    if (all) all.push(value);
    else scopes.set(scope, [value]);
  }

  #return(at: number): void {
    const scope = this.#scopes.at(at);
    const all = this.#returned.get(scope);
    const value: Range = [at + 1, this.#program.statementEnd(at + 1)];
    if (all) all.push(value);
    else this.#returned.set(scope, [value]);
  }

  /** `global a, b`: they are variables of the program, or with `nonlocal` of what stands around. */
  #declare(at: number): void {
    const inside = this.#scopes.at(at);
    const scope = this.#program.word(at) === 'global' ? PROGRAM : this.#scopes.around(inside);
    for (let next = at + 1; this.#program.tokens[next]?.kind === 'name'; next += 2) {
      this.#declared.set(`${inside} ${this.#program.word(next)}`, scope);
      if (this.#program.word(next + 1) !== ',') return;
    }
  }

  #add(name: string, addition: Omit<Addition, 'isSure'>, at: number): void {
    const added = { ...addition, isSure: this.#program.isUnconditional(at), scope: this.#scopes.at(at) };
    const all = this.#additions.get(name);
    if (all) all.push(added);
    else this.#additions.set(name, [added]);
  }

  #mark(name: string, at: number): void {
    const scopes = this.#handedOn.get(name);
    if (scopes) scopes.add(this.#scopes.at(at));
    else this.#handedOn.set(name, new Set([this.#scopes.at(at)]));
  }

  /** Whoever gets an argument may change it. */
  #handOn(open: number): void {
    const close = this.#program.close(open);
    if (this.#program.word(open - 2) === 'def' || close - open > MAX_ARGUMENTS) return;
    for (const [from, to] of partsOf(this.#program.tokens, open + 1, close))
      this.#markIfName(this.#program.word(from + 1) === '=' ? [from + 2, to] : [from, to]);
  }

  #markIfName([from, to]: Range): void {
    const [path, next] = this.#program.path(from);
    if (path.length > 0 && next === to) this.#mark(path.join('.'), from);
  }

  #equalsOnLine(at: number): number {
    for (let next = at + 1; next < this.#program.tokens.length && next < at + MAX_TYPE; next++) {
      if (this.#program.tokens[next]!.isFirst) return at;
      if (this.#program.word(next) === '=') return next;
    }
    return at;
  }

  /** A function, and what it is given, are values that are not known here. Behind a parameter stands its type. */
  #function(at: number): void {
    this.#set(this.#program.word(at + 1), null, at);
    const open = at + 2;
    const name = this.#program.word(at + 1);
    this.#functions.set(name, [...(this.#functions.get(name) ?? []), this.#scopes.at(open)].slice(0, 2));
    if (this.#program.word(open) !== '(' || this.#program.tokens[open]?.partner === undefined) return;
    for (const [from, to] of this.#program.partsIn(open)) {
      let given = from;
      while (given < to && this.#program.word(given) === '*') given++;
      if (this.#program.tokens[given]?.kind === 'name') this.#set(this.#program.word(given), null, given);
    }
  }

  /** The names of `for … in` and `lambda …:`. */
  #bound(at: number): void {
    const { tokens } = this.#program;
    for (let next = at + 1; next < Math.min(at + MAX_LOOP, tokens.length); next++) {
      const { kind, text, isFirst } = tokens[next]!;
      if (isFirst || text === 'in' || text === ':') return;
      if (kind === 'name') this.#set(text, null, next);
    }
  }

  /** `headers["x"] = …` */
  #item(at: number, name: string, bracket: number): void {
    const close = this.#program.close(bracket);
    if (this.#program.word(close + 1) !== '=' || this.#program.word(close + 2) === '=') return;
    const value: Range = [close + 2, this.#program.statementEnd(close + 2)];
    this.#add(name, { entry: [[bracket + 1, close], value] }, at);
  }
}
