/**
 * Whole files with a key in them, written in another way: as a JSON string, in a URL, for a page, as UTF-16. The key has to
 * be found in each; and where none is, none in any.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import { chance } from '../support/chance.js';
import { makers, type KeyKind } from '../support/keys.js';
import { repositoryRoot } from '../support/run.js';
import { SETTINGS } from '../support/settings.js';

/** Lines that make a key of each kind believable. */
const LINES = [
  'const API_KEY = "{}";',
  'OPENAI_API_KEY={}',
  "  apiKey: '{}',",
  '# Authorization: Bearer {}',
  '// https://api.starrise.ai/v1/models?key={}&x=1',
  'export NEW_API_TOKEN="{}"',
  '<a href="https://api.starrise.ai/?api_key={}">x</a>',
  'curl https://api.starrise.ai/v1 -H "Authorization: Bearer {}" -d x',
];

const escaped =
  (which: RegExp, escape: (code: number) => string) =>
  (text: string): string =>
    text.replace(which, (char) => escape(char.charCodeAt(0)));
const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

const WAYS: Readonly<Record<string, (text: string) => string | Buffer>> = {
  'a JSON string': JSON.stringify,
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify({ text })),
  'a URL': encodeURIComponent,
  'a URL, dashes too': (text) => encodeURIComponent(text).replaceAll('-', '%2D'),
  HTML: (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
  'numeric entities': escaped(/[^\w\s.]/g, (code) => `&#${code};`),
  'escapes of JavaScript': escaped(/[^\w .,:()]/g, (code) => `\\u${hex(code, 4).toUpperCase()}`),
  'hexadecimal escapes': escaped(/[-"'<>&=]/g, (code) => `\\x${hex(code, 2)}`),
  'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16, big-endian': (text) => Buffer.from(text, 'utf16le').swap16(),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
};

/** What is encoded shows no needle where the key has no `sk-`: it is not looked for there. */
const ENCODINGS = ['base64', 'base64url', 'hexadecimal'];

/** Comments that accept findings would, on one line, accept this one. Other keys have no part in this. */
const texts = ['src', 'docs', 'test', 'scripts']
  .flatMap((folder) => readdirSync(path.join(repositoryRoot, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  .filter((text) => text.length < 100_000 && !/starrise-disable|gitleaks:allow|noqa|pragma: allowlist/i.test(text));

function keysIn(content: string | Buffer): string[] {
  return detect(Buffer.from(content), SETTINGS).matches.map(({ secret }) => secret.redacted);
}

describe.each(Object.entries(WAYS))('a file written as %s', (way, write) => {
  it('gives away its key', () => {
    const { below, pick } = chance(1);
    const kinds = Object.keys(makers) as KeyKind[];
    for (const [at, text] of texts.entries()) {
      const kind = kinds[at % kinds.length]!;
      const rows = text.split('\n');
      const line = pick(LINES).replace('{}', makers[kind](`rewritten ${at}`));
      rows.splice(below(rows.length), 0, line);
      // Escapes make the way longer to a host that stands elsewhere in the file, and makes it a key.
      if (keysIn(line).length === 0 || (kind.endsWith('_BODY') && ENCODINGS.includes(way))) continue;
      expect([kind, line.replace(/\w{20,}/, '…'), keysIn(write(rows.join('\n')))]).toEqual([
        kind,
        line.replace(/\w{20,}/, '…'),
        keysIn(rows.join('\n')),
      ]);
    }
  });

  it('is silent where it holds none', () => {
    for (const text of texts) if (keysIn(text).length === 0) expect(keysIn(write(text))).toEqual([]);
  });
});
