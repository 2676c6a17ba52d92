import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonTree } from '../../../src/requests/text/data/json.js';
import type { Node } from '../../../src/requests/text/data/node.js';
import { yamlTree } from '../../../src/requests/text/data/yaml.js';

/** The texts of a tree as a parser gives them; numbers and the like as they are written. */
function plain(node: Node, text: string): unknown {
  if (node.kind === 'object')
    return Object.fromEntries(node.members.map(({ name, value }) => [name, plain(value, text)]));
  if (node.kind === 'list') return node.items.map((item) => plain(item, text));
  if (node.kind === 'unknown') return '?';
  if (node.isVerbatim) expect(text.slice(node.start, node.end)).toBe(node.text);
  return node.text;
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each)]));
  }
  return value === null ? '' : String(value as string | number | boolean);
}

const YAML = [
  'a: b\n',
  '---\n# a comment\na: b # another\n\nc:\n  d: e\n',
  'a:\n  - b: c\n    d: e\n  - f\n',
  'a:\n- b: c\n  d:\n  - e\n- f: g\n',
  '- a: b\n  c: d\n- e: f\n',
  '-\n  a: b\n-   c: d\n    e: f\n',
  "a: \"b: \\u0041 # c\"\nd: 'it''s' # e\n",
  '"a b": c\n\'d\': e\n/v1/chat: f\n',
  'a: https://api.example.org/v1 # b\nb: c#d\n',
  'a: {b: c, "d": [e, \'f\']}\ng: [h, i]\n',
  'a: [\n  b, # c\n  {d: e}\n]\nf: g\n',
  'a:\nb: c\n',
  'a: |\n  one line\nb: c\n',
  'a: 1\nb: true\n',
  'a:\r\n  b: c\r\nd: e\r\n',
  'a: {}\nb: []\n',
  'a: "\\U0001F41B \\x41\\e\\_\\/"\n',
  '{"a": {"b": ["c", "d"]}}\n',
];

describe('YAML', () => {
  it.each(YAML)('%j, as its parser reads it', (text) => {
    const tree = yamlTree(text);
    expect(tree === null ? null : plain(tree, text)).toEqual(
      JSON.parse(JSON.stringify(written(parse(text))).replaceAll('one line\\n', 'one line')),
    );
  });

  it.each([
    ['a: &b c\nd: *b\ne: f\n', { a: '?', d: '?', e: 'f' }],
    ['a: |\n  b\n  c: d\ne: f\n', { a: '?', e: 'f' }],
    ['a: b\n  c\nd: e\n', { a: '?', d: 'e' }],
    ['a: "b\n  c: d"\ne: f\n', { a: '?', e: 'f' }],
    ['a: b\n   c: d\n e: f\n', { a: '?' }],
    ['a:\n  b\n  c d\ne: f\n', { a: '?', e: 'f' }],
    ["a: 'b\n\n'\ne: f\n", { a: '?', e: 'f' }],
    ['? a\n: b\n', '?'],
    ['a: !tag b\nc: d\n', { a: '?', c: 'd' }],
    ['a: b\n---\na: c\n', { a: 'b' }],
  ] as const)('%j, and what is not known of it', (text, expected) => {
    const tree = yamlTree(text);
    expect(tree && plain(tree, text)).toEqual(expected);
  });

  it.each(['c: d\n? a\n: b\n', 'a:\n\t- b\n', '- - a\n', 'a: {b: c\n', 'a: b\nc\n', '', '# a\n'])(
    '%j is left alone',
    (text) => {
      expect(yamlTree(text)).toBeNull();
    },
  );
});

describe('JSON', () => {
  it.each(['{"a": [1, true, null, "b\\n\\u0041\\"c"], "d": {}}', '[]', '"a"', '{"a": {"a": {"a": []}}}'])(
    '%s',
    (text) => {
      const tree = jsonTree(text);
      const nothing = (value: unknown): unknown => JSON.parse(JSON.stringify(written(value)));
      expect(tree && JSON.parse(JSON.stringify(plain(tree, text)).replaceAll('"null"', '""'))).toEqual(
        nothing(JSON.parse(text)),
      );
    },
  );

  it('with comments, commas at ends, and a mark of byte order', () => {
    const text = '\uFEFF{\n  // a\n  "b": /* c */ "d",\n}\n';
    const tree = jsonTree(text);
    expect(tree && plain(tree, text)).toEqual({ b: 'd' });
  });

  it.each(['{"a": }', '{a: 1}', '["a"', '{"a": 1} b', '', '{"a": "b\n"}', `${'['.repeat(300)}${']'.repeat(300)}`])(
    '%s is none',
    (text) => {
      expect(jsonTree(text)).toBeNull();
    },
  );
});

it('reads hostile texts in proportion to their length', () => {
  for (const piece of [
    '{',
    '[',
    '{"a":',
    '"',
    '"a":',
    '/*',
    '//',
    ' ',
    '\\',
    '- ',
    '- a:\n',
    'a:\n',
    ' a:\n',
    'a: {',
    '[a',
    "'",
    ': ',
    '? ',
    '|\n',
    'a: b\n',
    '# \n',
  ]) {
    const text = piece.repeat(300_000 / piece.length);
    jsonTree(text);
    yamlTree(text);
    yamlTree(`a:\n${text.replaceAll('\n', '\n ')}`);
  }
  expect(yamlTree('a: b\n'.repeat(60_000))).toMatchObject({ kind: 'object' });
});
