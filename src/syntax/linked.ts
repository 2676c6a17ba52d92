import { childrenOf, type SyntaxNode, type SyntaxTree, type Variable } from './tree.js';

/** A tree as a list, with the way back up. */
export interface LinkedTree {
  /** Every node, parents before their children, in the order of the text. */
  readonly nodes: readonly SyntaxNode[];
  parentOf(node: SyntaxNode): SyntaxNode | null;
  /** What the name resolves to; `null` where nothing of the text declares it. */
  variableOf(identifier: SyntaxNode): Variable | null;
}

/** Several rules read the tree of one file. */
const known = new WeakMap<SyntaxNode, LinkedTree>();

export function linked(tree: SyntaxTree): LinkedTree {
  let found = known.get(tree.ast);
  if (found === undefined) known.set(tree.ast, (found = link(tree)));
  return found;
}

type Linkable = SyntaxNode & { readonly parent?: SyntaxNode | null };

function link({ ast, visitorKeys, scopeManager }: SyntaxTree): LinkedTree {
  const nodes: SyntaxNode[] = [];
  /** Of nodes that do not know it themselves, as ESLint's do. */
  const parents = new Map<SyntaxNode, SyntaxNode>();
  const open: Linkable[] = [ast];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    const children: Linkable[] = childrenOf(node, visitorKeys);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at]!;
      if (child.parent !== node) parents.set(child, node);
      open.push(child);
    }
  }
  const variables = new Map<SyntaxNode, Variable | null>();
  for (const { references } of scopeManager.scopes) {
    for (const { identifier, resolved } of references) variables.set(identifier, resolved);
  }
  return {
    nodes,
    parentOf: (node: Linkable) => (parents.size === 0 ? undefined : parents.get(node)) ?? node.parent ?? null,
    variableOf: (identifier) => variables.get(identifier) ?? null,
  };
}
