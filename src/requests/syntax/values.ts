import type * as ESTree from 'estree';
import {
  Evaluator,
  initialValueOf,
  once,
  operandsOf,
  plainText,
  rangeOf,
  type SyntaxTree,
  type Variable,
} from '../../syntax/index.js';
import type { Span } from '../site.js';
import { isKnown, shapeOf, wholeText, type Piece, type Template } from '../template.js';
import { isNothing, nameSpan, spanOf } from './call.js';
import { changesOf, isChanged, type Changes } from './changes.js';
import { bindingsOf, functionOf, NOTHING, returnedBy } from './functions.js';
import { fallback, joinedPieces, literalPieces, quasiPiece, UNKNOWN, urlPieces } from './pieces.js';
import { propertyName, unwrapped, type Node, type Program } from './program.js';

/**
 * How many steps may be taken in one tree, for each of its nodes and at least: expressions asked for, and what is copied
 * from one object into another. Hostile code doubles a constant in every line; other code takes two for a node.
 */
const STEPS_A_NODE = 8;
const LEAST_STEPS = 100_000;
const MAX_DEPTH = 60;

/** What the parameters of the functions around an expression are, at the calls that led there. */
export type Bindings = ReadonlyMap<Variable, Expression>;
export const NO_BINDINGS: Bindings = new Map();

export interface Expression {
  readonly node: Node;
  readonly bindings: Bindings;
  /** Whether something may change the object that it is, through what holds it. */
  readonly isChanged?: boolean | undefined;
}

/** A property of an object. */
export interface Entry extends Span {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: Expression;
}

/** The properties of an object, later ones last. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** Whether these are all: nothing unknown is spread in or added. */
  readonly isComplete: boolean;
  /** Whether what stands in `entries` is there to stay: nothing unknown changes the object later. */
  readonly isFinal: boolean;
}

const EMPTY: Entries = { entries: [], isComplete: true, isFinal: true };

/** What was found out, by what the parameters are at the calls that led there, and by the expression. */
type Memory<Found> = WeakMap<Bindings, Map<Node, Found>>;

/** Finds out what expressions are worth, as far as the source tells. */
export class Values {
  readonly #program: Program;
  readonly #evaluator: Evaluator;
  readonly #changed = new Map<Node, boolean>();
  readonly #resolved: Memory<Expression> = new WeakMap();
  readonly #texts: Memory<readonly Piece[]> = new WeakMap();
  readonly #objects: Memory<Entries | null> = new WeakMap();
  /** What changes objects, by the first use of the variable that holds them. */
  readonly changes: Memory<Changes> = new WeakMap();
  readonly #queries: Memory<readonly (readonly Piece[])[]> = new WeakMap();
  #stepsLeft: number;
  #depth = 0;
  /** How often a step was not taken. */
  #refused = 0;

  constructor(program: Program, tree: SyntaxTree) {
    this.#program = program;
    this.#evaluator = new Evaluator(tree);
    this.#stepsLeft = Math.max(LEAST_STEPS, program.nodes.length * STEPS_A_NODE);
  }

  /** Whether no more is found out about the tree: too much of it leads to one another. */
  get isExhausted(): boolean {
    return this.#stepsLeft <= 0;
  }

  /** Counts work that others do with what is found out here. */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
  }

  /** The text of an expression. */
  template(expression: Expression): Template {
    const [start, end] = rangeOf(expression.node);
    const isExpression = !/^(?:Literal|TemplateLiteral)$/.test(unwrapped(expression.node).type);
    return { pieces: this.#pieces(expression), start, end, isExpression };
  }

  /** The whole text of an expression; `null` where a part of it is not known. */
  text(expression: Expression): string | null {
    return wholeText(this.template(expression));
  }

  /** The expression behind constants, parameters, members of objects and functions that only return something. */
  resolve(expression: Expression): Expression {
    const { node, bindings, isChanged } = expression;
    const found = this.#onceOutside(this.#resolved, { node, bindings }, () => {
      const at = { node: this.#program.source(node), bindings };
      return this.#deeper(at, () => {
        const next = this.#behind(at);
        return next === null ? at : this.resolve(next);
      });
    });
    return isChanged === true ? { ...found, isChanged } : found;
  }

  /** Finds something out, and keeps it unless it was given up half-way: asked for from elsewhere it may be known. */
  once<Found>(memory: Memory<Found>, { node, bindings }: Expression, work: () => Found): Found {
    let known = memory.get(bindings);
    if (known === undefined) memory.set(bindings, (known = new Map<Node, Found>()));
    const found = known.get(node);
    if (found !== undefined) {
      this.spend(1);
      return found;
    }
    const refused = this.#refused;
    const result = work();
    if (this.#refused === refused) known.set(node, result);
    return result;
  }

  /** As {@link once}, for what is asked so often that inside of each call of a function it is not worth keeping. */
  #onceOutside<Found>(memory: Memory<Found>, expression: Expression, work: () => Found): Found {
    return expression.bindings.size > 0 ? work() : this.once(memory, expression, work);
  }

  #behind({ node, bindings }: Expression): Expression | null {
    switch (node.type) {
      case 'Identifier':
        return this.#boundTo(node, bindings);
      case 'MemberExpression':
        return this.#member(node, bindings);
      case 'CallExpression':
        return this.#returned(node, bindings);
      case 'LogicalExpression':
        return this.#givenOr(node, bindings);
      default:
        return null;
    }
  }

  #boundTo(identifier: ESTree.Identifier, bindings: Bindings): Expression | null {
    const variable = this.#program.variableOf(identifier);
    return (variable && bindings.get(variable)) ?? null;
  }

  #member(member: ESTree.MemberExpression, bindings: Bindings): Expression | null {
    const name = this.#nameOf(member, bindings);
    if (name === null) return null;
    if (member.object.type === 'ThisExpression') {
      const node = this.#program.memberOfThis(member, name);
      return node && { node, bindings, isChanged: this.#isOwnChanged(node, member, name) };
    }
    if (member.object.type === 'Super') return null;
    const object = this.entries({ node: member.object, bindings });
    const value = lastNamed(object?.entries ?? [], name)?.value ?? null;
    return value && object?.isFinal === false ? { ...value, isChanged: true } : value;
  }

  /** The name of a member, `a.name`, `a['name']` or `a[NAME]` with a constant; `null` where it is not known. */
  #nameOf(member: ESTree.MemberExpression, bindings: Bindings): string | null {
    const name = propertyName(member);
    return name !== null || !member.computed ? name : this.text({ node: member.property, bindings });
  }

  /** Whether the class of `this.name` changes the object that it gave it, `value`. */
  #isOwnChanged(value: Node, member: ESTree.MemberExpression, name: string): boolean {
    let answer = this.#changed.get(value);
    if (answer === undefined) {
      answer = isChanged(this.#program.usesOfThis(member, name), this.#program);
      this.#changed.set(value, answer);
    }
    return answer;
  }

  /** What a function of this file gives back. */
  #returned(call: ESTree.SimpleCallExpression, bindings: Bindings): Expression | null {
    const called = functionOf(call.callee, this.#program);
    const node = called && returnedBy(called);
    return called && node && { node, bindings: this.bindingsAt(call, called, bindings) };
  }

  /** `given ?? other` and `given || other`, where one knows whether anything is given. */
  #givenOr({ operator, left, right }: ESTree.LogicalExpression, bindings: Bindings): Expression | null {
    if (operator === '&&') return null;
    const given = this.resolve({ node: left, bindings });
    if (isNothing(given.node)) return { node: right, bindings };
    return /^(?:ObjectExpression|NewExpression)$/.test(given.node.type) ? given : null;
  }

  /** What the parameters of `called` are at a call of it. */
  bindingsAt(
    call: ESTree.SimpleCallExpression | ESTree.NewExpression,
    called: NonNullable<ReturnType<typeof functionOf>>,
    bindings: Bindings,
  ): Bindings {
    if (called.params.length === 0) return bindings;
    this.spend(bindings.size + called.params.length);
    const args = call.arguments.map((node) => (node.type === 'SpreadElement' ? null : { node, bindings }));
    return bindingsOf(called, args, bindings, this.#program, (object, name) => this.property(object, name));
  }

  /** A property of an object; {@link NOTHING} where it has none of that name, `null` where that is not known. */
  property(object: Expression, name: string): Expression | null {
    const known = this.entries(object);
    const entry = known?.isFinal === true ? lastNamed(known.entries, name) : undefined;
    return entry?.value ?? (known?.isComplete === true ? NOTHING : null);
  }

  /** Takes one step, unless there were too many or they lead too deep. */
  #deeper<T>(otherwise: T, step: () => T): T {
    this.#stepsLeft--;
    if (this.#depth >= MAX_DEPTH || this.isExhausted) {
      this.#refused++;
      return otherwise;
    }
    this.#depth++;
    try {
      return step();
    } finally {
      this.#depth--;
    }
  }

  #pieces(expression: Expression): readonly Piece[] {
    const pieces = this.#onceOutside(this.#texts, expression, () =>
      this.#deeper(UNKNOWN, () => {
        const changed = this.#urlWithParameters(expression);
        if (changed !== null) return changed;
        const { node, bindings } = this.resolve(expression);
        return this.#piecesOf(node, bindings, (each) => this.#pieces({ node: each, bindings }));
      }),
    );
    this.spend(pieces.length);
    return this.isExhausted ? UNKNOWN : pieces;
  }

  #piecesOf(node: Node, bindings: Bindings, inner: (node: Node) => readonly Piece[]): readonly Piece[] {
    switch (node.type) {
      case 'Literal':
        return literalPieces(node);
      case 'TemplateLiteral':
        return node.quasis.flatMap((quasi, at) => {
          const expression = node.expressions[at];
          return [quasiPiece(quasi, node), ...(expression === undefined ? [] : inner(expression))];
        });
      case 'BinaryExpression':
        return node.operator === '+' ? operandsOf(node).flatMap(inner) : UNKNOWN;
      case 'LogicalExpression':
        return fallback(node, inner);
      case 'Identifier':
        return [{ name: this.#program.givenName(node) }];
      case 'MemberExpression':
        return propertyName(node) === 'href' && node.object.type !== 'Super' && this.#isUrl(node.object)
          ? inner(node.object)
          : [{ name: this.#nameOf(node, bindings) }];
      case 'NewExpression':
        return this.#program.originOf(node.callee) === ':URL' ? urlPieces(node, inner) : UNKNOWN;
      case 'CallExpression':
        return this.#callPieces(node, inner);
      default:
        return UNKNOWN;
    }
  }

  #isUrl(node: Node): boolean {
    const source = this.#program.source(node);
    return source.type === 'NewExpression' && this.#program.originOf(source.callee) === ':URL';
  }

  /** A variable that holds a `new URL(…)` to which `url.searchParams.set(…)` adds. */
  #urlWithParameters({ node, bindings }: Expression): readonly Piece[] | null {
    const identifier = unwrapped(node);
    if (identifier.type !== 'Identifier' || !this.#isUrl(identifier)) return null;
    // Whichever of its uses is asked for.
    const uses = this.#program.usesOf(identifier);
    const added = this.once(this.#queries, { node: uses[0] ?? identifier, bindings }, () =>
      uses.flatMap((use) => this.#addedToQuery(use, bindings)),
    );
    if (added.length === 0) return null;
    const url = this.#pieces({ node: this.#program.source(identifier), bindings });
    const hasQuery = shapeOf({ pieces: url, start: 0, end: 0 }).includes('?');
    return [...url, ...added.flatMap((each, at) => [{ text: at === 0 && !hasQuery ? '?' : '&', at: null }, ...each])];
  }

  /** `url.searchParams.set(name, value)`, as `name=value`. */
  #addedToQuery(use: Node, bindings: Bindings): (readonly Piece[])[] {
    const parameters = this.#program.parentOf(use);
    const method = parameters && this.#program.parentOf(parameters);
    const call = method && this.#program.parentOf(method);
    if (parameters?.type !== 'MemberExpression' || propertyName(parameters) !== 'searchParams') return [];
    if (method?.type !== 'MemberExpression' || !/^(?:set|append)$/.test(propertyName(method) ?? '')) return [];
    if (call?.type !== 'CallExpression' || call.callee !== method) return [];
    const [key, value] = call.arguments;
    if (!key || !value || key.type === 'SpreadElement' || value.type === 'SpreadElement') return [];
    const name = this.text({ node: key, bindings });
    return name === null ? [] : [[{ text: `${name}=`, at: null }, ...this.#pieces({ node: value, bindings })]];
  }

  /** The evaluator knows `concat`, `join` and their like; `String(x)` and `x.toString()` are `x`. */
  #callPieces(call: ESTree.SimpleCallExpression, inner: (node: Node) => readonly Piece[]): readonly Piece[] {
    const value = this.#evaluator.composition(call)?.value;
    if (typeof value === 'string') return [{ text: value, at: null }];
    const [argument] = call.arguments;
    const callee = unwrapped(call.callee);
    if (callee.type === 'MemberExpression') {
      const name = propertyName(callee);
      if (name === 'toString' || name === 'trim') return inner(callee.object);
      // Deno.env.get('X'), config.get('X')
      const named = name === 'get' && argument ? plainText(argument) : null;
      if (named !== null) return [{ name: named }];
      if (name === 'concat' || name === 'join') return joinedPieces(name, callee.object, call.arguments, inner);
      // url.replace(/\/$/, ''): still the address, whatever it is.
      const object = name === 'replace' ? inner(callee.object) : [];
      return object.length === 1 && !isKnown(object[0]!) ? object : UNKNOWN;
    }
    const wrapper = this.#program.originOf(callee);
    const isText = wrapper === ':String' || wrapper === ':encodeURIComponent' || wrapper === ':encodeURI';
    return isText && argument && argument.type !== 'SpreadElement' ? inner(argument) : UNKNOWN;
  }

  /** The properties of an object or of a `Headers`; `null` where the expression is none that this file makes. */
  entries(expression: Expression): Entries | null {
    const own = this.#entriesBehind(expression);
    return own && expression.isChanged === true ? { ...own, isComplete: false, isFinal: false } : own;
  }

  #entriesBehind(expression: Expression): Entries | null {
    const node = unwrapped(expression.node);
    if (node.type !== 'Identifier') {
      const of = { node, bindings: expression.bindings };
      return this.#onceOutside(this.#objects, of, () => this.#deeper(null, () => this.#entriesOf(of)));
    }
    // What is done with the object counts up to this place: each use of the name is another.
    return this.#deeper(null, () => {
      const variable = this.#program.variableOf(node);
      const initial = initialValueOf(variable);
      const next = variable && (initial ? { ...expression, node: initial } : expression.bindings.get(variable));
      const own = next ? this.entries(next) : null;
      return own && changesOf(variable!, own, node, this.#program, this, expression.bindings);
    });
  }

  #entriesOf({ node, bindings }: Expression): Entries | null {
    const next = this.#behind({ node, bindings });
    if (next !== null) return this.entries(next);
    const inner = (each: Node): Expression => ({ node: each, bindings });
    if (node.type === 'ObjectExpression') return this.#merged(node.properties, inner);
    if (node.type === 'ArrayExpression') return this.#pairs(node, inner);
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return null;
    const origin = this.#program.originOf(node.callee) ?? '';
    const [first] = node.arguments;
    if (node.type === 'CallExpression' && origin === ':Object.assign') {
      return this.#merged(node.arguments, inner);
    }
    const isSame = node.type === 'CallExpression' ? origin === ':Object.freeze' : /:(?:Axios)?Headers$/.test(origin);
    if (!isSame) return null;
    if (first === undefined) return EMPTY;
    return first.type === 'SpreadElement' ? null : this.entries(inner(first));
  }

  /** The parts of an object literal, or the arguments of `Object.assign`, one over the other. */
  #merged(parts: readonly Node[], inner: (node: Node) => Expression): Entries {
    let entries: Entry[] = [];
    let isComplete = true;
    for (const part of parts) {
      const added = part.type === 'Property' ? this.#property(part, inner) : this.#spread(part, inner);
      // What is spread in may replace everything before it.
      if (added?.isComplete !== true) [entries, isComplete] = [[], false];
      this.spend(added?.entries.length ?? 0);
      if (this.isExhausted) return { entries: [], isComplete: false, isFinal: true };
      for (const entry of added?.entries ?? []) entries.push(entry);
    }
    return { entries, isComplete, isFinal: true };
  }

  #spread(part: Node, inner: (node: Node) => Expression): Entries | null {
    const object = inner(part.type === 'SpreadElement' ? part.argument : part);
    return isNothing(this.resolve(object).node) ? EMPTY : this.entries(object);
  }

  #property(property: ESTree.Property, inner: (node: Node) => Expression): Entries | null {
    const { key, computed, value, kind } = property;
    const name = key.type === 'Identifier' && !computed ? key.name : this.text(inner(key));
    if (name === null || kind !== 'init') return null;
    const entry = { name, nameAt: nameSpan(key), value: inner(value), ...spanOf(property) };
    return { ...EMPTY, entries: [entry] };
  }

  #pairs({ elements }: ESTree.ArrayExpression, inner: (node: Node) => Expression): Entries | null {
    const entries: Entry[] = [];
    for (const element of elements) {
      if (element?.type !== 'ArrayExpression') return null;
      const [key, value] = element.elements;
      if (!key || !value || key.type === 'SpreadElement' || value.type === 'SpreadElement') return null;
      const name = this.text(inner(key));
      if (name === null) return null;
      entries.push({ name, nameAt: nameSpan(key), value: inner(value), ...spanOf(element) });
    }
    return { ...EMPTY, entries };
  }
}

/** The last entry of a name: that which counts. */
export function lastNamed(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.length < MANY ? entries.findLast((entry) => entry.name === name) : byName(entries).get(name);
}

/** From here on names are looked up faster than looked for. */
const MANY = 20;
const byName = once(
  (entries: readonly Entry[]): ReadonlyMap<string, Entry> => new Map(entries.map((entry) => [entry.name, entry])),
);
