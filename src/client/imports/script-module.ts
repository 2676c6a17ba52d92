import { childrenOf, type SyntaxTree } from '../../syntax/index.js';
import { identifierName, isCall, isFunction, Program, propertyName, type Node } from '../script/program.js';

/** Everything that a module exports, or all of an object. */
const ALL = '*';
const DEFAULT = 'default';

/**
 * What of a module has to be used for a part of it to be in a bundle: names of exports, or nothing more than that the
 * module is loaded.
 */
export type Need = ReadonlySet<string> | 'loaded';

/** One place that takes from another module. */
export interface Taking {
  readonly specifier: string;
  /** What this module would have to give for the taken to be used, where the other one must give `need`. */
  readonly needFor: (need: Need) => Need;
}

/** A statement at the top of a module, or one variable of it: what bundlers keep or drop. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Whether it does something when the module is loaded, so that it is never dropped. */
  readonly isEffective: boolean;
  /** Names of the module that it gives values to. */
  readonly declares: readonly string[];
  /** Names of the module that it uses, and which members of each; {@link ALL} for the whole. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOTHING: Need = new Set();

/** What a module takes and gives, and how its parts hang together. */
export class ScriptModule {
  readonly takings: readonly Taking[];
  readonly #program: Program;
  readonly #parts: readonly Part[];
  /** Local names by the names they are exported as. */
  readonly #exported: ReadonlyMap<string, string>;

  constructor(tree: SyntaxTree) {
    this.#program = new Program(tree);
    const statements = (tree.ast as Node)['body'] as Node[];
    this.#parts = statements.flatMap(partNodes).map((node) => this.#partOf(node));
    this.#exported = new Map(statements.flatMap(exportsOf));
    this.takings = [...statements.flatMap((statement) => this.#takingsOf(statement)), ...this.#dynamicTakings()];
  }

  /** What has to be used of this module for the code from `start` to `end` to be in a bundle. */
  needOf(start: number, end: number): Need {
    return this.#needOfParts(this.#parts.filter((part) => part.start <= start && end <= part.end));
  }

  #partOf(node: Node): Part {
    const [start, end] = node.range ?? [0, 0];
    return { start, end, isEffective: isEffective(node), declares: declaredBy(node), uses: this.#usesIn(node) };
  }

  #usesIn(node: Node): Map<string, Set<string>> {
    const uses = new Map<string, Set<string>>();
    const open = [node];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const name = this.#topNameOf(at);
      if (name !== null) uses.set(name, (uses.get(name) ?? new Set()).add(memberOf(at, this.#program)));
      open.push(...(childrenOf(at) as Node[]));
    }
    return uses;
  }

  /** The name at the top of the module that a node refers to; JSX is not in the analysis of scopes. */
  #topNameOf(node: Node): string | null {
    if (node.type === 'JSXIdentifier') return isElement(node, this.#program) ? identifierName(node) : null;
    const variable = node.type === 'Identifier' ? this.#program.variableOf(node) : null;
    return variable?.scope.block.type === 'Program' ? variable.name : null;
  }

  /** All that depends on `parts`: whether the module does it when it is loaded, or which exports lead there. */
  #needOfParts(parts: readonly Part[], locals: readonly string[] = []): Need {
    const reached = new Set(parts);
    const names = new Set([...locals, ...parts.flatMap(({ declares }) => declares)]);
    for (let before = -1; before !== reached.size;) {
      before = reached.size;
      for (const part of this.#parts) {
        if (reached.has(part) || ![...part.uses.keys()].some((name) => names.has(name))) continue;
        reached.add(part);
        for (const name of part.declares) names.add(name);
      }
    }
    if ([...reached].some(({ isEffective: does }) => does)) return 'loaded';
    return new Set([...this.#exported].flatMap(([exported, local]) => (names.has(local) ? [exported] : [])));
  }

  #takingsOf(statement: Node): Taking[] {
    const source = statement['source'] as Node | null | undefined;
    if (typeof source?.['value'] !== 'string' || isOfTypes(statement)) return [];
    const specifier = source['value'];
    if (statement.type === 'ExportAllDeclaration') {
      const as = statement['exported'] as Node | null;
      return [{ specifier, needFor: (need) => (as === null ? withoutDefault(need) : onlyIf(need, nameOf(as))) }];
    }
    const specifiers = (statement['specifiers'] as Node[]).filter((each) => !isOfTypes(each));
    if (statement.type === 'ExportNamedDeclaration') {
      const renamed = specifiers.map(
        (each) => [nameOf(each['local'] as Node), nameOf(each['exported'] as Node)] as const,
      );
      return [{ specifier, needFor: (need) => mapped(need, renamed) }];
    }
    // TypeScript drops an import whose names stand for types, and one of which no name is used.
    const isBare = (statement['specifiers'] as Node[]).length === 0;
    const bindings = specifiers.map((each) => ({ local: nameOf(each['local'] as Node), imported: importedName(each) }));
    return [{ specifier, needFor: (need) => (isBare ? bare(need) : this.#needForBindings(need, bindings)) }];
  }

  #needForBindings(need: Need, bindings: readonly { readonly local: string; readonly imported: string }[]): Need {
    if (need === 'loaded') {
      const isUsed = bindings.some(
        ({ local }) => this.#isExported(local) || this.#parts.some(({ uses }) => uses.has(local)),
      );
      return isUsed ? 'loaded' : NOTHING;
    }
    const taken = bindings.filter(({ imported }) => imported === ALL || need.has(imported));
    const using = this.#parts.filter(({ uses }) =>
      taken.some(({ local, imported }) => {
        const members = uses.get(local);
        if (members === undefined || imported !== ALL) return members !== undefined;
        return members.has(ALL) || [...members].some((member) => need.has(member));
      }),
    );
    const exported = taken.filter(({ local }) => this.#isExported(local)).map(({ local }) => local);
    return using.length === 0 && exported.length === 0 ? NOTHING : this.#needOfParts(using, exported);
  }

  #isExported(local: string): boolean {
    return [...this.#exported.values()].includes(local);
  }

  /** `import('…')` and `require('…')`: whoever runs them gets everything. */
  #dynamicTakings(): Taking[] {
    return this.#program.nodes.flatMap((node) => {
      const specifier = dynamicSpecifier(node);
      if (specifier === null) return [];
      const [start, end] = node.range ?? [0, 0];
      return [{ specifier, needFor: () => this.needOf(start, end) }];
    });
  }
}

/** The parts of a statement: each variable of a declaration is one; imports are none. */
function partNodes(statement: Node): Node[] {
  if (statement.type === 'ImportDeclaration' || statement.type === 'ExportAllDeclaration') return [];
  if (statement.type === 'ExportNamedDeclaration') {
    const declaration = statement['declaration'] as Node | null;
    return declaration === null ? [] : partNodes(declaration);
  }
  return statement.type === 'VariableDeclaration' ? (statement['declarations'] as Node[]) : [statement];
}

/** Names by which a statement exports, with the local names. */
function exportsOf(statement: Node): (readonly [string, string])[] {
  if (statement.type === 'ExportDefaultDeclaration') {
    const [name] = declaredBy(statement);
    return [[DEFAULT, name ?? DEFAULT]];
  }
  if (statement.type !== 'ExportNamedDeclaration' || isOfTypes(statement)) return [];
  const declaration = statement['declaration'] as Node | null;
  if (declaration !== null)
    return partNodes(declaration)
      .flatMap(declaredBy)
      .map((name) => [name, name]);
  if (statement['source']) return [];
  return (statement['specifiers'] as Node[]).map((each) => [
    nameOf(each['exported'] as Node),
    nameOf(each['local'] as Node),
  ]);
}

function declaredBy(part: Node): string[] {
  if (part.type === 'ExportDefaultDeclaration') {
    const declaration = part['declaration'] as Node;
    return declaration.type === 'Identifier'
      ? [identifierName(declaration)]
      : [DEFAULT, ...declaredBy(declaration)].slice(-1);
  }
  if (part.type === 'VariableDeclarator') return namesIn(part['id'] as Node);
  if (part.type !== 'FunctionDeclaration' && part.type !== 'ClassDeclaration') return [];
  return [identifierName(part['id'] as Node | null)].filter((name) => name !== '');
}

/** The names that a pattern declares. */
function namesIn(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [identifierName(pattern)];
  const inner =
    pattern.type === 'ObjectPattern'
      ? (pattern['properties'] as Node[]).map((property) => (property['value'] ?? property['argument']) as Node)
      : pattern.type === 'ArrayPattern'
        ? (pattern['elements'] as (Node | null)[])
        : [(pattern['left'] ?? pattern['argument']) as Node | undefined];
  return inner.flatMap((each) => (each ? namesIn(each) : []));
}

/** Whether something happens when the part is run, so that bundlers keep it: a call or an assignment outside of functions. */
function isEffective(part: Node): boolean {
  if (isFunction(part) || part.type === 'ClassDeclaration' || part.type === 'ClassExpression') return false;
  if (part.type === 'VariableDeclarator') return part['init'] !== null && acts(part['init'] as Node);
  if (part.type === 'ExportDefaultDeclaration') return acts(part['declaration'] as Node);
  return part['directive'] === undefined;
}

const ACTS = /^(?:AssignmentExpression|UpdateExpression|AwaitExpression|ImportExpression|TaggedTemplateExpression)$/;

function acts(node: Node): boolean {
  if (isFunction(node) || node.type.startsWith('Class')) return false;
  if (isCall(node) || ACTS.test(node.type)) return true;
  return (childrenOf(node) as Node[]).some(acts);
}

function isElement(node: Node, program: Program): boolean {
  const parent = program.parentOf(node);
  return parent?.type === 'JSXOpeningElement' || (parent?.type === 'JSXMemberExpression' && parent['object'] === node);
}

/** The member of a name that is used where the name stands; {@link ALL} where more than one may be. */
function memberOf(node: Node, program: Program): string {
  const parent = program.parentOf(node);
  if (parent?.type === 'MemberExpression' && parent['object'] === node) return propertyName(parent, 'property') ?? ALL;
  if (parent?.type === 'JSXMemberExpression' && parent['object'] === node)
    return identifierName(parent['property'] as Node);
  return ALL;
}

function dynamicSpecifier(node: Node): string | null {
  const isRequire = node.type === 'CallExpression' && identifierName(node['callee'] as Node) === 'require';
  const source =
    node.type === 'ImportExpression' ? node['source'] : isRequire ? (node['arguments'] as Node[])[0] : null;
  const value = (source as Node | null | undefined)?.['value'];
  return typeof value === 'string' ? value : null;
}

function isOfTypes(node: Node): boolean {
  return node['importKind'] === 'type' || node['exportKind'] === 'type';
}

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return ALL;
  return specifier.type === 'ImportDefaultSpecifier' ? DEFAULT : nameOf(specifier['imported'] as Node);
}

/** Of an identifier, or of a text where a name may stand in quotes. */
function nameOf(node: Node): string {
  return identifierName(node) || String(node['value']);
}

/** What is only loaded gives nothing. */
function bare(need: Need): Need {
  return need === 'loaded' ? need : NOTHING;
}

function withoutDefault(need: Need): Need {
  return need === 'loaded' ? need : new Set([...need].filter((name) => name !== DEFAULT));
}

function onlyIf(need: Need, name: string): Need {
  return need === 'loaded' ? need : new Set(need.size > 0 ? [name] : []);
}

function mapped(need: Need, names: readonly (readonly [string, string])[]): Need {
  if (need === 'loaded') return names.length > 0 ? need : NOTHING;
  return new Set(names.flatMap(([from, to]) => (need.has(from) || from === ALL ? [to] : [])));
}
