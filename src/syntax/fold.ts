import type * as ESTree from 'estree';
import { joined, textOf, type Operand } from './constant.js';
import { Evaluator, isConcatenation, operandsOf, rangeOf, type Piece } from './evaluate.js';
import { childrenOf, type SyntaxNode, type SyntaxTree } from './tree.js';

/** A string that an expression puts together, or decodes, from constants. Offsets are UTF-16 units of the whole text. */
export interface FoldedString {
  readonly value: string;
  /** Of the expression, or of the constant run within it: in `url + 'a' + B` that is `'a' + B`. */
  readonly start: number;
  readonly end: number;
  /** What it was made from: the strings, where they stand; a constant stands where it is used. */
  readonly parts: readonly FoldedPart[];
}

export interface FoldedPart {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** True where the text between `start` and `end` is `value`, character for character. */
  readonly verbatim: boolean;
}

const COMPOSES = new Set(['BinaryExpression', 'CallExpression', 'TaggedTemplateExpression', 'TemplateLiteral']);

/** Every string that an expression of the scripts of one text composes, in the order of the text. */
export function fold(trees: readonly SyntaxTree[]): FoldedString[] {
  const evaluator = new Evaluator(...trees);
  // From the inside out, so that each expression finds the values of its children ready and recursion stays shallow.
  const expressions = trees.flatMap((tree) => composingNodes(tree).reverse());
  const folded = [
    ...expressions.flatMap((node) => foldNode(evaluator, node)),
    ...grownVariables(trees).flatMap((values) => runsOf(evaluator.operands(values)).flatMap(foldRun)),
  ];
  return folded.sort((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * Where a piece of a folded string stands, `from` and `to` being offsets in its value: the parts that it spans, or the
 * whole call that makes it. `null` where one part holds the piece whole: then that part's own place is the place.
 */
export function placeInSource(folded: FoldedString, from: number, to: number): { start: number; end: number } | null {
  const { value, parts, start, end } = folded;
  const piece = value.slice(from, to);
  if (parts.some((part) => part.value.includes(piece))) return null;
  const place = { start, end };
  if (!isRun(folded)) return place;
  let at = 0;
  for (const part of parts) {
    const next = at + part.value.length;
    if (at <= from && from < next) place.start = part.verbatim ? part.start + (from - at) : part.start;
    if (at < to && to <= next) place.end = part.verbatim ? part.start + (to - at) : part.end;
    at = next;
  }
  return place;
}

/** The place of the part that holds a piece whole; `null` where none does. */
export function placeOfPart(
  { value, parts }: FoldedString,
  from: number,
  to: number,
): { start: number; end: number } | null {
  const piece = value.slice(from, to);
  const part = parts.find((each) => each.value.includes(piece));
  if (part === undefined) return null;
  const start = part.start + part.value.indexOf(piece);
  return part.verbatim ? { start, end: start + piece.length } : { start: part.start, end: part.end };
}

/** What the source between `start` and `end` contributes to the value; `null` where those are no bounds of parts. */
export function pieceBetween(folded: FoldedString, start: number, end: number): string | null {
  const { value, parts } = folded;
  if (start === folded.start && end === folded.end) return value;
  if (!isRun(folded)) return null;
  let at = 0;
  let from: number | null = null;
  for (const part of parts) {
    if (part.start === start) from = at;
    else if (part.verbatim && part.start < start && start < part.end) from = at + (start - part.start);
    if (from !== null && part.end === end) return value.slice(from, at + part.value.length);
    if (from !== null && part.verbatim && part.start < end && end < part.end) {
      return value.slice(from, at + (end - part.start));
    }
    at += part.value.length;
  }
  return null;
}

/** Whether the parts, as they stand, are the value: so in templates and chains of `+`, not where a call makes it. */
function isRun({ parts, start, end }: FoldedString): boolean {
  return parts[0]?.start === start && parts.at(-1)?.end === end;
}

function foldNode(evaluator: Evaluator, node: SyntaxNode): FoldedString[] {
  const pieces = evaluator.pieces(node);
  if (pieces !== null) return runsOf(pieces).flatMap(foldRun);
  const composition = evaluator.composition(node);
  if (typeof composition?.value !== 'string') return [];
  const [start, end] = rangeOf(node);
  return [{ value: composition.value, start, end, parts: partsOf(composition.parts) }];
}

/** Calls, templates and whole chains of `+`, parents before their children. */
function composingNodes({ ast, visitorKeys }: SyntaxTree): SyntaxNode[] {
  const composing: SyntaxNode[] = [];
  const open = [ast];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (COMPOSES.has(node.type)) composing.push(node);
    open.push(...operandsWithin(node, visitorKeys));
  }
  return composing;
}

/** What variables are declared with and what `+=` adds to them in the same block, in order; those that change otherwise left out. */
function grownVariables(trees: readonly SyntaxTree[]): ESTree.Node[][] {
  const variables = trees.flatMap(({ scopeManager }) => scopeManager.scopes.flatMap((scope) => scope.variables));
  return variables.flatMap(({ scope, references }) => {
    const [first, ...others] = references.filter((reference) => reference.isWrite());
    const grows = first?.init && others.length > 0 && others.every((write) => write.isRead() && write.from === scope);
    const values = [first, ...others].map((write) => write?.writeExpr as ESTree.Node | null | undefined);
    return grows && values.every((value) => value != null) ? [values] : [];
  });
}

/** The child nodes that are not folded together with `node`: of a chain its operands, not the shorter chains in it. */
function operandsWithin(node: SyntaxNode, visitorKeys: SyntaxTree['visitorKeys']): SyntaxNode[] {
  if (isConcatenation(node)) return operandsOf(node);
  if (node.type !== 'TaggedTemplateExpression') return childrenOf(node, visitorKeys);
  const { tag, quasi } = node as ESTree.TaggedTemplateExpression;
  return [tag, ...childrenOf(quasi, visitorKeys)];
}

/** The constant stretches between what is unknown, those of one text left out: they stand in the source as they are. */
function runsOf(pieces: readonly Piece[]): Operand[][] {
  let run: Operand[] = [];
  const runs = [run];
  for (const piece of pieces) {
    if (piece === null) runs.push((run = []));
    else if (piece.value !== '') run.push(piece);
  }
  return runs;
}

function foldRun(run: readonly Operand[]): FoldedString[] {
  const [first, last] = [run.at(0), run.at(-1)];
  const whole = joined(run);
  if (first === undefined || last === undefined || first === last || whole === null) return [];
  return [{ value: whole.value, start: first.start, end: last.end, parts: partsOf(run) }];
}

function partsOf(operands: readonly Operand[]): FoldedPart[] {
  return operands.flatMap(({ value, start, end, verbatim = false }) => {
    const text = textOf(value);
    return text === null ? [] : { value: text, start, end, verbatim };
  });
}
