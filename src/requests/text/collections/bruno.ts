import type { RequestSite } from '../../site.js';
import type { Template } from '../../template.js';
import type { ScalarNode } from '../data/node.js';
import {
  bearerAuth,
  headerOf,
  keyAuth,
  NO_AUTH,
  requestOf,
  UNKNOWN_AUTH,
  Values,
  withQuery,
  type Auth,
} from './values.js';

/** `name {`, up to a `}` at the beginning of a line. */
const OPENING = /^([\w:-]+)[ \t]*\{[ \t]*$/;
const METHOD = /^(?:get|post|put|patch|delete|head|options)$/;
const MEMBER = /^[ \t]+(~?)(?:"((?:[^"\\]|\\.)*)"|([^\s:]+)):[ \t]*(.*?)[ \t]*$/;

interface Pair {
  readonly name: ScalarNode;
  readonly value: ScalarNode;
}

interface Block {
  readonly pairs: readonly Pair[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The request of a `.bru` file. Source: Bruno's documentation, Bru language, tag reference. */
export function readBruno(text: string): RequestSite[] {
  const blocks = blocksIn(text);
  const [, request] = [...blocks].find(([name]) => METHOD.test(name)) ?? [];
  if (request === undefined) return [];
  const values = new Values(text);
  for (const { name, value } of blocks.get('vars:pre-request')?.pairs ?? []) values.set(name.text, value);
  const url = valueOf(request, 'url');
  if (url === null) return [];
  const query = blocks.get('params:query')?.pairs ?? [];
  const address = values.of(url);
  const isWritten = url.text.includes('?');
  const script = blocks.get('script:pre-request')?.text ?? '';
  return [
    requestOf({
      // The address holds the parameters too, as the program writes it.
      url: isWritten
        ? address
        : withQuery(
            address,
            query.map(({ name, value }) => ({ name: values.of(name), value: values.of(value) })),
          ),
      headers: (blocks.get('headers')?.pairs ?? []).map(({ name, value }) =>
        headerOf(values.of(name), values.of(value)),
      ),
      auth: authOf(valueOf(request, 'auth')?.text ?? 'inherit', blocks, values),
      isWhole: !/header|auth/i.test(script),
      start: request.start,
      end: request.end,
    }),
  ];
}

/** What a collection sends with a request that inherits stands in another file. */
function authOf(mode: string, blocks: ReadonlyMap<string, Block>, values: Values): Auth {
  const block = blocks.get(`auth:${mode}`);
  const named = (name: string): Template | null => {
    const value = block === undefined ? null : valueOf(block, name);
    return value === null ? null : values.of(value);
  };
  if (mode === 'none') return NO_AUTH;
  const [token, key, value] = [named('token'), named('key'), named('value')];
  if (mode === 'bearer' && token) return bearerAuth(token);
  if (mode === 'apikey' && key && value)
    return keyAuth(key, value, valueOf(block!, 'placement')?.text === 'queryparams');
  if (mode === 'basic' && block) return { basic: { start: block.start, end: block.end } };
  return UNKNOWN_AUTH;
}

function valueOf({ pairs }: Block, name: string): ScalarNode | null {
  return pairs.find((pair) => pair.name.text === name)?.value ?? null;
}

function blocksIn(text: string): Map<string, Block> {
  const blocks = new Map<string, Block>();
  let open: { readonly name: string; readonly start: number; readonly pairs: Pair[] } | null = null;
  let at = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '').slice(0, MAX_LINE);
    if (open === null) {
      const name = OPENING.exec(line)?.[1];
      if (name !== undefined) open = { name, start: at, pairs: [] };
    } else if (line === '}') {
      const end = at + 1;
      if (!blocks.has(open.name)) blocks.set(open.name, { ...open, text: text.slice(open.start, end), end });
      open = null;
    } else {
      const pair = pairIn(line, at);
      if (pair !== null) open.pairs.push(pair);
    }
    at += raw.length + 1;
  }
  return blocks;
}

/** A longer line is a body. */
const MAX_LINE = 20_000;

/** `name: value`; behind `~` it is not used. */
function pairIn(line: string, at: number): Pair | null {
  const [whole, tilde, quoted, bare, value = ''] = MEMBER.exec(line) ?? [];
  if (whole === undefined || tilde === '~') return null;
  const name = quoted ?? bare ?? '';
  const start = at + line.indexOf(name);
  const from = at + line.trimEnd().length - value.length;
  return { name: scalarAt(name, start), value: scalarAt(value, from) };
}

function scalarAt(text: string, start: number): ScalarNode {
  return { kind: 'scalar', text, isText: true, isVerbatim: true, start, end: start + text.length };
}
