import path from 'node:path';

/**
 * Which part of the house may import which (its own files always); a part is a folder of `src`, a file beside those
 * folders, or `rules`. Reads from the top of the house to the bottom: nobody imports upwards. Source: DESIGN, "The house".
 */
const KEYS = ['keys', 'gateway'];
const DETECT = ['detect', 'syntax', ...KEYS];
const FACTS = ['config', 'project', ...DETECT];
const JUDGES = ['requests', 'client', ...FACTS];
const SOURCES = ['sources', 'git', 'net', ...JUDGES];
const SCAN = ['scan', 'verify', 'report', ...SOURCES];

const MAY_IMPORT = {
  keys: [],
  gateway: [],
  syntax: [],
  git: [],
  net: [],
  project: KEYS,
  detect: DETECT,
  config: FACTS,
  requests: FACTS,
  client: FACTS,
  sources: SOURCES,
  verify: ['net', ...FACTS],
  report: FACTS,
  languages: DETECT,
  rules: ['languages', ...JUDGES],
  scan: SCAN,
  cli: SCAN,
  action: ['cli', ...SCAN],
  scanner: ['cli', ...SCAN],
  workers: SOURCES,
  index: ['rules', 'languages'],
};

/** The vocabulary: results, mistakes of the user, the version, words for people; where built workers are, and how packages are loaded. */
const FREE_FOR_ALL = ['finding', 'errors', 'version', 'text', 'worker-file', 'require-package'];

/**
 * An ESLint rule: imports between the parts of the house run one way, `import()` and re-exports included.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const oneWayImports = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports between the parts of the house run one way' },
    schema: [],
    messages: {
      wrongWay: '{{from}} must not import {{to}}: see MAY_IMPORT in scripts/lint/one-way-imports.js.',
      unknownPart: '{{from}} has no row in MAY_IMPORT in scripts/lint/one-way-imports.js: say what it may import.',
    },
  },
  create(context) {
    const from = partOf(context.filename, context.cwd);
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const to = partOf(path.resolve(path.dirname(context.filename), source.value), context.cwd);
      if (from === to || FREE_FOR_ALL.includes(to)) return;
      const allowed = FREE_FOR_ALL.includes(from) ? [] : MAY_IMPORT[from];
      if (allowed === undefined) context.report({ node: source, messageId: 'unknownPart', data: { from } });
      else if (!allowed.includes(to)) context.report({ node: source, messageId: 'wrongWay', data: { from, to } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

/** `src/keys/secret.ts` is of `keys`, `src/scan.ts` of `scan`, `rules/utils/a.ts` of `rules`. */
function partOf(file, root) {
  const [top, next = ''] = path.relative(root, file).split(path.sep);
  return top === 'src' ? next.replace(/\.[jt]s$/, '') : top;
}
