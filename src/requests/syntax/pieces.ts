import type * as ESTree from 'estree';
import { plainText, rangeOf } from '../../syntax/index.js';
import { resolved } from '../resolved.js';
import { HOLE, isKnown, shapeOf, verbatim, type Piece, type Template } from '../template.js';
import { unwrapped, type Node } from './program.js';

/** The pieces of what nothing is known of. */
export const UNKNOWN: readonly Piece[] = [{ name: null }];

/** `process.env.X ?? 'default'`: what the source says is the default. */
export function fallback(
  { operator, left, right }: ESTree.LogicalExpression,
  inner: (node: Node) => readonly Piece[],
): readonly Piece[] {
  if (operator === '&&') return UNKNOWN;
  const [given, otherwise] = [inner(left), inner(right)];
  const isDefault = otherwise.length > 0 && otherwise.every((piece) => isKnown(piece) && piece.text !== '');
  return isDefault && given.length === 1 ? otherwise : given;
}

/** `'Bearer '.concat(key)`, `[base, 'models'].join('/')`: texts one behind the other, not all of which are known. */
export function joinedPieces(
  name: 'concat' | 'join',
  object: Node,
  args: readonly Node[],
  inner: (node: Node) => readonly Piece[],
): readonly Piece[] {
  const [separator] = args;
  const between = name === 'concat' ? '' : separator === undefined ? ',' : plainText(separator);
  const list = unwrapped(object);
  const parts = name === 'concat' ? [object, ...args] : list.type === 'ArrayExpression' ? list.elements : [];
  if (between === null || parts.some((part) => part === null || part.type === 'SpreadElement')) return UNKNOWN;
  const texts = (parts as Node[]).map(inner);
  // `concat` is of lists too.
  if (!(name === 'join' ? texts.length > 0 : texts[0]?.some(isKnown))) return UNKNOWN;
  return texts.flatMap((text, at) => (at === 0 || between === '' ? text : [{ text: between, at: null }, ...text]));
}

/** `new URL(path, base)`. */
export function urlPieces(
  { arguments: args }: ESTree.NewExpression,
  inner: (node: Node) => readonly Piece[],
): readonly Piece[] {
  const [path, base] = args;
  if (path === undefined || path.type === 'SpreadElement') return UNKNOWN;
  const pathPieces = inner(path);
  if (base === undefined || base.type === 'SpreadElement') return pathPieces;
  const [left, right] = [inner(base), pathPieces].map((pieces): Template => ({ pieces, start: 0, end: 0 }));
  return ON_HOST.test(shapeOf(left!)) && PLAIN_PATH.test(shapeOf(right!)) ? resolved(left!, right!).pieces : UNKNOWN;
}

/** A base that has a host, or may have one. */
const ON_HOST = new RegExp(`^(?:[a-z][a-z0-9+.-]*://|${HOLE})`, 'i');

/** A path that goes on from its base: no host or scheme of its own, no `..`, and not only a query. */
const PLAIN_PATH = /^(?:\/(?!\/)|[\w-]+(?![\w:.-]))/;

export function literalPieces(literal: ESTree.Literal): readonly Piece[] {
  if (typeof literal.value === 'number') return [{ text: String(literal.value), at: null }];
  if (typeof literal.value !== 'string') return UNKNOWN;
  const [start, end] = rangeOf(literal);
  const isVerbatim = literal.raw?.slice(1, -1) === literal.value || end - start === literal.value.length + 2;
  return isVerbatim ? verbatim(literal.value, start + 1).pieces : [{ text: literal.value, at: null }];
}

export function quasiPiece(quasi: ESTree.TemplateElement, template: ESTree.TemplateLiteral): Piece {
  const text = quasi.value.cooked ?? '';
  const [from] = rangeOf(quasi);
  // Some parsers count a template's delimiters to its texts.
  const isDelimited = rangeOf(template.quasis[0]!)[0] === rangeOf(template)[0];
  return { text, at: text === quasi.value.raw ? from + (isDelimited ? 1 : 0) : null };
}
