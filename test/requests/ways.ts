import { FAMILIES } from '../../src/gateway/endpoints.js';
import type { Outcome } from '../../src/requests/problem.js';
import { makers, newApiKey } from '../support/keys.js';

export const key = newApiKey('judge');
export const other = newApiKey('another');

/** One way of sending a credential, right or wrong. */
export interface Way {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

export const WAYS: readonly Way[] = [
  { name: 'nothing', headers: { accept: 'application/json' } },
  { name: 'Authorization: Bearer', headers: { Authorization: `Bearer ${key}` } },
  { name: 'Authorization without Bearer', headers: { Authorization: key } },
  { name: 'Authorization: bearer', headers: { Authorization: `bearer ${key}` } },
  { name: 'Authorization: BEARER', headers: { Authorization: `BEARER ${key}` } },
  { name: 'Authorization: Bearer Bearer', headers: { Authorization: `Bearer Bearer ${key}` } },
  { name: 'Authorization: Bearer sk-sk-', headers: { Authorization: `Bearer sk-${key}` } },
  { name: 'Authorization: sk-sk-', headers: { Authorization: `sk-${key}` } },
  { name: 'Authorization: Basic', headers: { Authorization: `Basic ${btoa(`user:${key}`)}` } },
  { name: 'Authorization: Token', headers: { Authorization: `Token ${key}` } },
  { name: 'Authorization: Bearer:', headers: { Authorization: `Bearer: ${key}` } },
  { name: 'Authorization: Bearer and no space', headers: { Authorization: `Bearer${key}` } },
  {
    name: 'Authorization: Bearer with a key of OpenAI',
    headers: { Authorization: `Bearer ${makers.OPENAI_PROJECT(1)}` },
  },
  { name: 'x-api-key', headers: { 'x-api-key': key } },
  { name: 'x-api-key: Bearer', headers: { 'x-api-key': `Bearer ${key}` } },
  { name: 'x-api-key: sk-sk-', headers: { 'x-api-key': `sk-${key}` } },
  { name: 'x-goog-api-key', headers: { 'x-goog-api-key': key } },
  { name: 'x-goog-api-key: Bearer', headers: { 'x-goog-api-key': `Bearer ${key}` } },
  { name: '?key=', query: `?key=${key}` },
  { name: 'mj-api-secret', headers: { 'mj-api-secret': key } },
  { name: 'mj-api-secret: Bearer', headers: { 'mj-api-secret': `Bearer ${key}` } },
  { name: 'api-key', headers: { 'api-key': key } },
  { name: 'api-key and Bearer', headers: { 'api-key': key, Authorization: `Bearer ${key}` } },
  { name: 'x-api-key and another Bearer', headers: { 'x-api-key': key, Authorization: `Bearer ${other}` } },
  { name: 'Bearer and another x-api-key', headers: { 'x-api-key': other, Authorization: `Bearer ${key}` } },
  { name: 'x-goog-api-key and another Bearer', headers: { 'x-goog-api-key': key, Authorization: `Bearer ${other}` } },
  { name: 'x-goog-api-key and another ?key=', headers: { 'x-goog-api-key': key }, query: `?key=${other}` },
  { name: 'mj-api-secret and Bearer', headers: { 'mj-api-secret': other, Authorization: `Bearer ${key}` } },
  {
    name: 'mj-api-secret and the placeholder',
    headers: { 'mj-api-secret': key, Authorization: 'Bearer midjourney-proxy' },
  },
  { name: 'both with one key', headers: { 'x-api-key': key, Authorization: `Bearer ${key}` } },
];

/** One path for each row of the table of endpoints that takes API tokens; the client of a WebSocket is another. */
const PATHS = FAMILIES.filter(({ id }) => id !== 'management' && id !== 'realtime').map(({ examples }) => examples[0]!);

/** Every way to every path. */
export const CASES = PATHS.flatMap((path) => WAYS.map((way) => ({ path, way })));

/**
 * All headers of a request that nothing but its credential makes wrong. With `accept` in one spelling: of two names for a
 * header some clients send both, joined.
 */
export function headersFor(path: string, { headers = {} }: Way): Readonly<Record<string, string>> {
  const versioned = path === '/v1/messages' ? { 'anthropic-version': '2023-06-01' } : {};
  return { accept: '*/*', ...versioned, ...headers };
}

export function methodFor(path: string): 'GET' | 'POST' {
  return /\/models(?:\/[^:]*)?$|^\/api\/|realtime$/.test(path) ? 'GET' : 'POST';
}

/** What an answer of the gateway means to who asked. */
export function outcomeOf({ status, text }: { status: number; text: string }): Outcome {
  if (status === 401 || status === 404 || status === 501) return String(status) as Outcome;
  if (text.startsWith('<!doctype html>')) return 'html';
  return text.includes('"success":false') ? 'error body' : 'works';
}
