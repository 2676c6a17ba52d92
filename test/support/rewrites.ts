/** Ways to write a program of JavaScript or TypeScript differently that leave what it does as it is. */
import type * as ESTree from 'estree';
import { linked, parse, rangeOf, type LinkedTree, type SyntaxNode } from '../../src/syntax/index.js';

export interface Rewrite {
  readonly name: string;
  /** The text, or `null` where there is nothing to rewrite or what comes out would be another program. */
  readonly rewrite: (text: string) => string | null;
  /** How many lines stand before it afterwards. */
  readonly lines?: number;
  /**
   * Whether it may change which keys reach browsers: builds replace `process.env.X` by its letters, and what a file says
   * of itself is looked for at its beginning.
   */
  readonly changesClients?: true;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Node = ESTree.Node;
type Edits = (node: Node, parent: Node, text: string, tree: LinkedTree) => readonly Edit[];

/** Edits of every node, those of outer nodes around those of inner ones. */
function each(edits: Edits): Rewrite['rewrite'] {
  return (text) => {
    const syntax = parse(text);
    if (syntax === null) return null;
    const tree = linked(syntax);
    const all = tree.nodes.flatMap((node, at) => {
      const parent = tree.parentOf(node) as Node | null;
      const own = parent === null ? [] : edits(node as Node, parent, text, tree);
      // Of insertions in one place, what ends comes before what begins, the inner end before the outer.
      return own.map((edit, nth) => ({ ...edit, order: nth === 0 ? at : -at }));
    });
    all.sort((a, b) => a.start - b.start || a.order - b.order);
    return all.length === 0 ? null : whole(applied(text, all));
  };
}

function applied(text: string, edits: readonly Edit[]): string {
  let [written, at] = ['', 0];
  for (const { start, end, text: instead } of edits) {
    written += text.slice(at, start) + instead;
    at = end;
  }
  return written + text.slice(at);
}

function whole(text: string): string | null {
  return parse(text) === null ? null : text;
}

const instead = (node: SyntaxNode, text: string): Edit[] => {
  const [start, end] = rangeOf(node);
  return [{ start, end, text }];
};

const around = (node: SyntaxNode, before: string, behind: string): Edit[] => {
  const [start, end] = rangeOf(node);
  return [
    { start, end: start, text: before },
    { start: end, end, text: behind },
  ];
};

const EXPRESSIONS = /^(?:(?:Array|Binary|Call|Chain|Member|New|Object)Expression|Identifier|Literal|TemplateLiteral)$/;

/** Whether any expression of the same value may stand in the place of `node`. */
function isReplaceable(node: Node, parent: Node): boolean {
  if (!EXPRESSIONS.test(node.type)) return false;
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== node && !isModule(parent);
    case 'VariableDeclarator':
      return parent.init === node;
    case 'Property':
      return (
        parent.value === node && !parent.shorthand && node.type !== 'Identifier' && node.type !== 'ChainExpression'
      );
    case 'TemplateLiteral':
      return parent.expressions.includes(node as ESTree.Expression);
    case 'MemberExpression':
      return parent.object === node && !isEnvironment(node);
    case 'BinaryExpression':
      return true;
    default:
      return false;
  }
}

/** `process`, and `process.env`: what is looked for in one piece. */
function isEnvironment(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'process';
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'env';
}

function isModule({ callee }: ESTree.CallExpression): boolean {
  return callee.type === 'Identifier' && callee.name === 'require';
}

const isText = (node: Node): node is ESTree.Literal & { value: string } =>
  node.type === 'Literal' && typeof node.value === 'string';

function quoted(text: string, quote: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return quote + escaped.replaceAll(quote, `\\${quote}`).replaceAll('${', '\\${') + quote;
}

const inQuotes = (quote: string): Edits => {
  return (node, parent) =>
    isText(node) && parent.type !== 'ExpressionStatement' && (parent.type as string) !== 'JSXAttribute'
      ? instead(node, quoted(node.value, quote))
      : [];
};

/** What says that a file is about a gateway is looked for in one piece. */
const SIGNS = /starrise|mj-api-secret|mj\/submit|suno\//i;

const inTwo: Edits = (node, parent) => {
  if (!isText(node) || !isReplaceable(node, parent) || node.value.length < 4) return [];
  const { index = 0, 0: sign = '' } = SIGNS.exec(node.value) ?? {};
  const middle = sign === '' ? node.value.length >> 1 : index + sign.length;
  return instead(node, `('${quotedHalf(node.value.slice(0, middle))}' + '${quotedHalf(node.value.slice(middle))}')`);
};

const quotedHalf = (text: string): string => quoted(text, "'").slice(1, -1);

const propertyNames = (written: (name: string) => string): Edits => {
  return (node) =>
    node.type === 'Property' && !node.computed && !node.shorthand && !node.method && !isText(node.value as Node)
      ? instead(
          node.key,
          written(node.key.type === 'Identifier' ? node.key.name : String((node.key as ESTree.Literal).value)),
        )
      : [];
};

const memberNames = (quote: string): Edits => {
  return (node, _parent, text) => {
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return [];
    const [start, end] = rangeOf(node.property);
    const dot = text.lastIndexOf('.', start);
    return [{ start: node.optional ? start : dot, end, text: `[${quote}${node.property.name}${quote}]` }];
  };
};

const wrapped = (before: string, behind: string): Edits => {
  return (node, parent) => (isReplaceable(node, parent) ? around(node, before, behind) : []);
};

const objects = (before: string, behind: string): Edits => {
  return (node, parent) =>
    node.type === 'ObjectExpression' && node.properties.length > 0 && isReplaceable(node, parent)
      ? around(node, before, behind)
      : [];
};

/** Puts what follows the imports into something; where something is exported, that would be another program. */
function inside(before: string, behind: string): Rewrite['rewrite'] {
  return (text) => {
    if (/^\s*export\b/m.test(text) || /\bawait\b/.test(text)) return null;
    const [imports = ''] = /^(?:\s*import\b[^\n]*\n)*/.exec(text) ?? [];
    return whole(`${imports}${before}${text.slice(imports.length)}${behind}`);
  };
}

const PADDING = 20_000;

export const REWRITES: readonly Rewrite[] = [
  { name: 'carriage returns', rewrite: (text) => text.replaceAll('\n', '\r\n') },
  { name: 'tabs', rewrite: (text) => text.replaceAll(/^ +/gm, (spaces) => '\t'.repeat(spaces.length / 2)) },
  {
    name: 'a comment before it',
    rewrite: (text) => (text.startsWith('#!') ? null : `/* "it's" \`a\` test */ ${text}`),
  },
  { name: 'code behind it', rewrite: (text) => whole(`${text}\nfunction behind(a) {\n  return [a, 'b'];\n}\n`) },
  {
    name: 'much before it',
    lines: PADDING,
    changesClients: true,
    rewrite: (text) => (text.startsWith('#!') ? null : '// padding\n'.repeat(PADDING) + text),
  },
  { name: 'double quotes', rewrite: each(inQuotes('"')) },
  { name: 'single quotes', rewrite: each(inQuotes("'")) },
  {
    name: 'backticks',
    changesClients: true,
    rewrite: each((node, parent) =>
      isText(node) && isReplaceable(node, parent) ? instead(node, quoted(node.value, '`')) : [],
    ),
  },
  { name: 'texts in two pieces', changesClients: true, rewrite: each(inTwo) },
  { name: 'quoted names of properties', rewrite: each(propertyNames((name) => `'${name}'`)) },
  { name: 'computed names of properties', rewrite: each(propertyNames((name) => `['${name}']`)) },
  { name: 'names of properties in backticks', rewrite: each(propertyNames((name) => `[\`${name}\`]`)) },
  { name: 'members in brackets', changesClients: true, rewrite: each(memberNames("'")) },
  { name: 'members in backticks', changesClients: true, rewrite: each(memberNames('`')) },
  { name: 'parentheses', rewrite: each(wrapped('(', ')')) },
  { name: 'assertions', rewrite: each(wrapped('(', ' as any)')) },
  { name: 'satisfies', rewrite: each(wrapped('(', ' satisfies unknown)')) },
  { name: 'never null', rewrite: each(wrapped('(', ')!')) },
  {
    name: 'let',
    changesClients: true,
    rewrite: each((node) => {
      const [start] = rangeOf(node);
      return node.type === 'VariableDeclaration' && node.kind === 'const'
        ? [{ start, end: start + 5, text: 'let' }]
        : [];
    }),
  },
  {
    name: 'no shorthand',
    rewrite: each((node, parent) =>
      node.type === 'Property' &&
      node.shorthand &&
      parent.type === 'ObjectExpression' &&
      node.value.type === 'Identifier'
        ? instead(node, `${node.value.name}: ${node.value.name}`)
        : [],
    ),
  },
  { name: 'a spread object', changesClients: true, rewrite: each(objects('{ ...', ' }')) },
  { name: 'a frozen object', changesClients: true, rewrite: each(objects('Object.freeze(', ')')) },
  { name: 'an assigned object', changesClients: true, rewrite: each(objects('Object.assign({}, ', ')')) },
  {
    name: 'calls behind a comma',
    changesClients: true,
    rewrite: each((node, parent) =>
      node.type === 'Identifier' && parent.type === 'CallExpression' && parent.callee === node && !isModule(parent)
        ? around(node, '(0, ', ')')
        : [],
    ),
  },
  { name: 'a function around it', rewrite: inside('function main() { ', '\n}\nmain();\n') },
  { name: 'an arrow function around it', rewrite: inside('(() => { ', '\n})();\n') },
  { name: 'a method around it', rewrite: inside('class Service { call(input) { ', '\n} }\n') },
  { name: 'try around it', rewrite: inside('try { ', '\n} catch (error) { report(error); }\n') },
  { name: 'a condition around it', rewrite: inside('if (isWanted) { ', '\n}\n') },
];
