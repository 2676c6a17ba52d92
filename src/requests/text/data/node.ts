import type { Span } from '../../site.js';

/** A value of JSON or YAML, with where it stands. */
export type Node = ObjectNode | ListNode | ScalarNode | UnknownNode;

export interface ObjectNode extends Span {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: Node;
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether it is a text, and no number, `true` or `null`. */
  readonly isText: boolean;
  /** Whether `text` stands at `start` character for character. */
  readonly isVerbatim: boolean;
}

/** What is not known without more than reading: an alias, a text over several lines. */
export interface UnknownNode extends Span {
  readonly kind: 'unknown';
}

export function memberOf(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'object' ? node.members.find((member) => member.name === name)?.value : undefined;
}

export function at(node: Node | undefined, ...names: readonly string[]): Node | undefined {
  return names.reduce(memberOf, node);
}

export function textOf(node: Node | undefined): string | null {
  return node?.kind === 'scalar' ? node.text : null;
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

export function membersOf(node: Node | undefined): readonly Member[] {
  return node?.kind === 'object' ? node.members : [];
}

/** Whether a member says that its owner is not used: `disabled: true`. */
export function isSet(node: Node | undefined, name: string): boolean {
  return textOf(memberOf(node, name)) === 'true';
}
