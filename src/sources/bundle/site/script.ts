import { READ, type Reference, reference } from './reference.js';

/**
 * The addresses of files that stand in a script, in JSON or in the payload of a page: what `import()`, workers, service
 * workers, `fetch` and the lists of bundlers name. Read as text, for the loaders of bundlers have no common form.
 */
export function scriptReferences(text: string): Reference[] {
  const plain = text.replace(/\\u002f/gi, '/').replaceAll('\\/', '/');
  const found = new Map<string, Reference>();
  for (const { 2: address = '', index } of plain.matchAll(NAMED)) {
    const before = plain.slice(Math.max(0, index - 40), index);
    if (isBelievable(address, before)) found.set(address, { ...reference(roleOf(address), address), guess: true });
  }
  return [...found.values()];
}

/** A string that ends as the names of files do; also within a string, where its quotes are escaped. */
const NAMED = new RegExp(
  String.raw`(["'\x60])((?:https?:)?[\w@.~$%+,=:()[\]\-/]{0,300}[\w\])~$\-]\.(?:${READ})(?:\?[\w=&.%\-]{0,100})?)\\{0,3}\1`,
  'gi',
);

/** What stands before an address that is loaded. */
const LOADER =
  /(?:\bimport\s*\(?|\bfrom|\bURL\s*\(|Worker\s*\(|\bregister\s*\(|\bimportScripts\s*\(|\bfetch\s*\(|\.(?:src|href)\s*=|\b["'\\]*(?:url|file|src|href|js|css)["'\\]*\s*:\s*\[?)\s*\\*$/;

/** A part with the digits of a content hash, or `chunk-ABCDEFGH`. */
const HASHED = /(?:^|[./_-])(?=[\w-]*\d)[\w-]{8,}\.\w+(?:\?|$)|chunk[-.]\w+\./i;

/** Source files of others: they stand in the messages of libraries, and in development bundles as the names of modules. */
const NO_ADDRESS = /(?:^|\/)node_modules\/|^(?:\.{0,2}\/)*src\/|\*|\$\{|\.d\.\w+$|^[./]+\w+$/;

function isBelievable(address: string, before: string): boolean {
  if (NO_ADDRESS.test(address)) return false;
  if (LOADER.test(before) || HASHED.test(address)) return true;
  // Documents are linked by pages; in a script any name of one is but a word.
  if (/\.(?:html?|txt|svg|map)(?:\?|$)/i.test(address)) return false;
  return address.includes('/');
}

function roleOf(address: string): Reference['role'] {
  return /\.html?(?:\?|$)/i.test(address) ? 'page' : 'file';
}

/** What a style sheet imports; its pictures and fonts hold nothing to read. */
export function styleReferences(text: string): Reference[] {
  return [...text.matchAll(/@import\s+(?:url\(\s*)?["']?([^"')\s;]{1,500})/gi)].map(({ 1: address = '' }) =>
    reference('file', address),
  );
}
