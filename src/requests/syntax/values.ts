import type * as ESTree from 'estree';
import { Evaluator, rangeOf, type SyntaxTree, type Variable } from '../../syntax/index.js';
import type { Span } from '../site.js';
import { HOLE, isKnown, shapeOf, sliceOf, verbatim, wholeText, type Piece, type Template } from '../template.js';
import { propertyName, unwrapped, type Node, type Program } from './program.js';

/** How many expressions may be asked for in one tree: hostile code doubles a constant in every line. */
const MAX_STEPS = 50_000;
const MAX_DEPTH = 50;

/** What the parameters of a function are, at one of its calls. */
export type Bindings = ReadonlyMap<Variable, Node>;
export const NO_BINDINGS: Bindings = new Map();

/** A property of an object. */
export interface Entry extends Span {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: Node;
}

/** The properties of an object, later ones last. */
export interface Entries {
  readonly entries: readonly Entry[];
  /** Whether these are all: nothing unknown is spread in or added. */
  readonly isComplete: boolean;
}

/** Finds out what expressions are worth, as far as the source tells. */
export class Values {
  readonly #program: Program;
  readonly #evaluator: Evaluator;
  #stepsLeft = MAX_STEPS;

  constructor(program: Program, tree: SyntaxTree) {
    this.#program = program;
    this.#evaluator = new Evaluator(tree);
  }

  /** The text of an expression. */
  template(node: Node, bindings: Bindings = NO_BINDINGS): Template {
    const [start, end] = rangeOf(node);
    const isExpression = !/^(?:Literal|TemplateLiteral)$/.test(unwrapped(node).type);
    return { pieces: this.#pieces(node, bindings, 0), start, end, isExpression };
  }

  /** The expression behind a name, the parameters of a function among them. */
  source(node: Node, bindings: Bindings = NO_BINDINGS): Node {
    const inner = this.#program.source(node);
    const variable = inner.type === 'Identifier' ? this.#program.variableOf(inner) : null;
    const bound = variable === null ? undefined : bindings.get(variable);
    return bound === undefined ? inner : this.#program.source(bound);
  }

  #pieces(node: Node, bindings: Bindings, depth: number): readonly Piece[] {
    this.#stepsLeft--;
    if (depth > MAX_DEPTH || this.#stepsLeft < 0) return UNKNOWN;
    const source = this.source(node, bindings);
    const inner = (each: Node): readonly Piece[] => this.#pieces(each, bindings, depth + 1);
    switch (source.type) {
      case 'Literal':
        return literalPieces(source);
      case 'TemplateLiteral':
        return source.quasis.flatMap((quasi, at) => {
          const expression = source.expressions[at];
          return [quasiPiece(quasi, source), ...(expression === undefined ? [] : inner(expression))];
        });
      case 'BinaryExpression':
        return source.operator === '+' ? [...inner(source.left), ...inner(source.right)] : UNKNOWN;
      case 'LogicalExpression':
        return this.#fallback(source, inner);
      case 'Identifier':
        return [{ name: source.name }];
      case 'MemberExpression':
        return this.#memberPieces(source, bindings, inner);
      case 'NewExpression':
        return this.#program.originOf(source.callee) === ':URL' ? this.#urlPieces(source, inner) : UNKNOWN;
      case 'CallExpression':
        return this.#callPieces(source, inner);
      default:
        return UNKNOWN;
    }
  }

  /** `process.env.X ?? 'default'`: what the source says is the default. */
  #fallback(
    { operator, left, right }: ESTree.LogicalExpression,
    inner: (node: Node) => readonly Piece[],
  ): readonly Piece[] {
    if (operator === '&&') return UNKNOWN;
    const [given, otherwise] = [inner(left), inner(right)];
    const isDefault = otherwise.length > 0 && otherwise.every((piece) => isKnown(piece) && piece.text !== '');
    return isDefault && given.length === 1 ? otherwise : given;
  }

  #memberPieces(member: ESTree.MemberExpression, bindings: Bindings, inner: (node: Node) => readonly Piece[]) {
    const name = propertyName(member);
    if (name === null) return UNKNOWN;
    if (name === 'href' || name === 'origin') {
      const object = this.source(member.object, bindings);
      if (object.type === 'NewExpression' && name === 'href') return inner(object);
    }
    const value = this.entries(member.object, bindings)?.entries.findLast((entry) => entry.name === name)?.value;
    return value === undefined ? [{ name }] : inner(value);
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
      if (name === 'get' && argument?.type === 'Literal' && typeof argument.value === 'string')
        return [{ name: argument.value }];
      // url.replace(/\/$/, ''): still the address, whatever it is.
      const object = name === 'replace' ? inner(callee.object) : [];
      return object.length === 1 && !isKnown(object[0]!) ? object : UNKNOWN;
    }
    const isString = this.#program.originOf(callee) === ':String';
    return isString && argument && argument.type !== 'SpreadElement' ? inner(argument) : UNKNOWN;
  }

  /** `new URL(path, base)`. */
  #urlPieces({ arguments: args }: ESTree.NewExpression, inner: (node: Node) => readonly Piece[]): readonly Piece[] {
    const [path, base] = args;
    if (path === undefined || path.type === 'SpreadElement') return UNKNOWN;
    const pathPieces = inner(path);
    if (base === undefined || base.type === 'SpreadElement') return pathPieces;
    const template: Template = { pieces: inner(base), start: 0, end: 0 };
    const tail = shapeOf({ pieces: pathPieces, start: 0, end: 0 });
    if (!tail.startsWith('/') || tail.startsWith('//')) return UNKNOWN;
    const [origin] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(shapeOf(template)) ?? [];
    if (origin !== undefined) return [...sliceOf(template, 0, origin.length).pieces, ...pathPieces];
    return shapeOf(template).startsWith(HOLE) ? [...sliceOf(template, 0, 1).pieces, ...pathPieces] : UNKNOWN;
  }

  /** The properties of an object or of a `Headers`; `null` where the expression is none that this file makes. */
  entries(node: Node, bindings: Bindings = NO_BINDINGS, depth = 0): Entries | null {
    this.#stepsLeft--;
    if (depth > MAX_DEPTH || this.#stepsLeft < 0) return null;
    const source = this.source(node, bindings);
    const own = this.#ownEntries(source, bindings, depth);
    return own === null ? null : this.#withChanges(own, node);
  }

  #ownEntries(source: Node, bindings: Bindings, depth: number): Entries | null {
    if (source.type === 'ObjectExpression') return this.#objectEntries(source, bindings, depth);
    if (source.type === 'ArrayExpression') return this.#pairs(source);
    if (source.type === 'CallExpression' && this.#program.originOf(source.callee) === ':Object.freeze') {
      const [argument] = source.arguments;
      return argument && argument.type !== 'SpreadElement' ? this.entries(argument, bindings, depth + 1) : null;
    }
    if (source.type !== 'NewExpression' || !/:Headers$/.test(this.#program.originOf(source.callee) ?? '')) return null;
    const [init] = source.arguments;
    if (init === undefined) return { entries: [], isComplete: true };
    return init.type === 'SpreadElement' ? null : this.entries(init, bindings, depth + 1);
  }

  #objectEntries({ properties }: ESTree.ObjectExpression, bindings: Bindings, depth: number): Entries {
    let entries: Entry[] = [];
    let isComplete = true;
    for (const property of properties) {
      const added =
        property.type === 'SpreadElement'
          ? this.entries(property.argument, bindings, depth + 1)
          : this.#property(property);
      // What is spread in may replace everything before it.
      if (added?.isComplete !== true) [entries, isComplete] = [[], false];
      entries.push(...(added?.entries ?? []));
    }
    return { entries, isComplete };
  }

  #property(property: ESTree.Property): Entries | null {
    const { key, computed, value, kind } = property;
    const name = key.type === 'Identifier' && !computed ? key.name : wholeText(this.template(key));
    if (name === null || kind !== 'init' || property.method) return null;
    const [start, end] = rangeOf(property);
    return { entries: [{ name, nameAt: nameSpan(key), value: value, start, end }], isComplete: true };
  }

  #pairs({ elements }: ESTree.ArrayExpression): Entries | null {
    const entries: Entry[] = [];
    for (const element of elements) {
      if (element?.type !== 'ArrayExpression') return null;
      const [key, value] = element.elements;
      if (!key || !value || key.type === 'SpreadElement' || value.type === 'SpreadElement') return null;
      const name = wholeText(this.template(key));
      if (name === null) return null;
      const [start, end] = rangeOf(element);
      entries.push({ name, nameAt: nameSpan(key), value, start, end });
    }
    return { entries, isComplete: true };
  }

  /**
   * Adds what the statements after a declaration put into the object: `headers.set(…)`, `headers['x'] = …`. Where anything
   * else may change it, it is not complete.
   */
  #withChanges(own: Entries, node: Node): Entries {
    const identifier = unwrapped(node);
    const variable = identifier.type === 'Identifier' ? this.#program.variableOf(identifier) : null;
    if (variable === null) return own;
    const entries = [...own.entries];
    let { isComplete } = own;
    for (const { identifier: use, init } of variable.references) {
      if (init === true) continue;
      const change = this.#changeAt(use as Node, variable);
      if (change === 'unknown') isComplete = false;
      else if (change !== null) entries.push(change);
    }
    return { entries, isComplete };
  }

  /** What the use of an object's name adds to it; `null` where it only reads it. */
  #changeAt(use: Node, variable: Variable): Entry | 'unknown' | null {
    const member = this.#program.parentOf(use);
    if (member?.type === 'CallExpression') return this.#onlyReads(member) ? null : 'unknown';
    if (member?.type !== 'MemberExpression' || member.object !== use) return null;
    const user = this.#program.parentOf(member);
    if (user === null || !this.#isNextTo(user, variable))
      return user !== null && this.#changes(user, member) ? 'unknown' : null;
    const [start, end] = rangeOf(user);
    if (user.type === 'AssignmentExpression' && user.left === member && user.operator === '=') {
      const name = propertyName(member);
      return name === null ? 'unknown' : { name, nameAt: nameSpan(member.property), value: user.right, start, end };
    }
    if (user.type !== 'CallExpression' || user.callee !== member) return null;
    const [key, value] = user.arguments;
    const method = propertyName(member);
    if (method !== 'set' && method !== 'append') return method === 'delete' ? 'unknown' : null;
    if (!key || !value || key.type === 'SpreadElement' || value.type === 'SpreadElement') return 'unknown';
    const name = wholeText(this.template(key));
    return name === null ? 'unknown' : { name, nameAt: nameSpan(key), value, start, end };
  }

  #changes(user: Node, member: Node): boolean {
    if (user.type === 'AssignmentExpression') return user.left === member;
    if (user.type === 'UnaryExpression') return user.operator === 'delete';
    return (
      user.type === 'CallExpression' &&
      user.callee === member &&
      /^(?:set|append|delete)$/.test(propertyName(member as ESTree.MemberExpression) ?? '')
    );
  }

  /** Whether an expression is a statement of the block in which the variable is declared: it is certainly carried out. */
  #isNextTo(expression: Node, variable: Variable): boolean {
    const statement = this.#program.parentOf(expression);
    const declarator = variable.defs[0]?.node as Node | undefined;
    const declaration = declarator && this.#program.parentOf(declarator);
    if (statement?.type !== 'ExpressionStatement' || !declaration) return false;
    return this.#program.parentOf(statement) === this.#program.parentOf(declaration);
  }

  /** Whether a call leaves its arguments as they are. */
  #onlyReads(call: ESTree.SimpleCallExpression): boolean {
    const origin = this.#program.originOf(call.callee) ?? '';
    return /^(?::(?:fetch|console\.|JSON\.stringify|Object\.(?:keys|entries|values))|axios:|node-fetch:|undici:|ky:|got:|ofetch:|https?:)/.test(
      origin,
    );
  }
}

const UNKNOWN: readonly Piece[] = [{ name: null }];

function literalPieces(literal: ESTree.Literal): readonly Piece[] {
  if (typeof literal.value === 'number') return [{ text: String(literal.value), at: null }];
  if (typeof literal.value !== 'string') return UNKNOWN;
  const [start, end] = rangeOf(literal);
  const isVerbatim = literal.raw?.slice(1, -1) === literal.value || end - start === literal.value.length + 2;
  return isVerbatim ? verbatim(literal.value, start + 1).pieces : [{ text: literal.value, at: null }];
}

function quasiPiece(quasi: ESTree.TemplateElement, template: ESTree.TemplateLiteral): Piece {
  const text = quasi.value.cooked ?? '';
  const [from] = rangeOf(quasi);
  // Some parsers count a template's delimiters to its texts.
  const isDelimited = rangeOf(template.quasis[0]!)[0] === rangeOf(template)[0];
  return { text, at: text === quasi.value.raw ? from + (isDelimited ? 1 : 0) : null };
}

/** Of a quoted name what stands between the quotes. */
function nameSpan(key: Node): Span {
  const [start, end] = rangeOf(key);
  return key.type === 'Literal' ? { start: start + 1, end: end - 1 } : { start, end };
}
