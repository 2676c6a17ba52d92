import { createHash } from 'node:crypto';

/** How an address stands in reports: no user name, no password, and of a query no more than a version. */
export function shownAddress(url: URL): string {
  const query = url.search === '' || /^\?[\w.=-]{1,24}$/.test(url.search) ? url.search : `?${digest(url.search)}`;
  return `${url.origin}${url.pathname}${query}`;
}

/** Tells queries apart without showing them: a signed address is a key of its own. */
function digest(query: string): string {
  return createHash('sha256').update(query).digest('hex').slice(0, 8);
}

/** As patterns of `--include` and `--exclude` see it: `shop.example/assets/a.js`. */
export function patternPath(url: URL): string {
  return `${url.host}${url.pathname}`;
}

/** `null` where it is no address that could be asked for; user names, passwords and hashes are gone. */
export function resolveAddress(address: string, base: URL): URL | null {
  const text = address.trim();
  if (!URL.canParse(text, base.href)) return null;
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.hash = url.username = url.password = '';
  return url;
}
