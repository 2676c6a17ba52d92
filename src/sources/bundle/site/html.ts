import { matchAt } from '../../../text/match-at.js';
import { type Reference, reference } from './reference.js';
import { scriptReferences } from './script.js';

/** What a page names, and where its relative addresses start. */
export interface HtmlPage {
  /** Of `<base href>`; `null` without one. */
  readonly base: string | null;
  readonly references: readonly Reference[];
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands up to the end tag, for `script`; else empty. */
  readonly content: string;
}

/** What a browser would load because of `text`, and the pages it links to. Comments count for nothing. */
export function readHtml(text: string): HtmlPage {
  let base: string | null = null;
  const references: Reference[] = [];
  for (const tag of tagsIn(text)) {
    if (tag.name === 'base') base ??= tag.attributes['href'] ?? null;
    references.push(...(TAGS[tag.name]?.(tag) ?? []));
    if (tag.name.includes('-')) references.push(...islandReferences(tag));
  }
  return { base, references };
}

/** By the tag's name: what it makes a browser ask for. Source: https://html.spec.whatwg.org/ */
const TAGS: Readonly<Record<string, (tag: Tag) => readonly Reference[]>> = {
  script: ({ attributes, content }) => {
    if (attributes['src'] !== undefined) return [reference('script', attributes['src'])];
    return attributes['type'] === 'importmap' ? importMap(content) : scriptReferences(content);
  },
  link: ({ attributes: { href, rel = '', as = '' } }) => {
    if (href === undefined) return [];
    const kinds = rel.toLowerCase().split(/\s+/);
    if (kinds.includes('modulepreload') || (as === 'script' && kinds.some(isPreload)))
      return [reference('script', href)];
    if (kinds.includes('stylesheet') || kinds.includes('manifest')) return [reference('file', href)];
    return kinds.some(isPreload) && !/^(?:image|font|audio|video|track)$/.test(as) ? [reference('file', href)] : [];
  },
  a: ({ attributes }) => pages(attributes['href']),
  area: ({ attributes }) => pages(attributes['href']),
  iframe: ({ attributes }) => pages(attributes['src']),
  frame: ({ attributes }) => pages(attributes['src']),
  meta: ({ attributes }) =>
    attributes['http-equiv']?.toLowerCase() === 'refresh'
      ? pages(/url\s*=\s*["']?([^"']+)/i.exec(attributes['content'] ?? '')?.[1])
      : [],
  img: ({ attributes }) => texts(attributes['src']),
  object: ({ attributes }) => texts(attributes['data']),
  embed: ({ attributes }) => texts(attributes['src']),
};

function isPreload(kind: string): boolean {
  return kind === 'preload' || kind === 'prefetch';
}

/** A link with a query may be one of endlessly many. */
function pages(address: string | undefined): Reference[] {
  if (
    address === undefined ||
    address.includes('?') ||
    /^\s*(?:#|(?:mailto|tel|javascript|data|blob|about):)/i.test(address)
  ) {
    return [];
  }
  return [reference('page', address)];
}

/** Of pictures those that are text. */
function texts(address: string | undefined): Reference[] {
  return address !== undefined && /\.svg(?:[?#]|$)/i.test(address) ? [reference('file', address)] : [];
}

/** Every script that an import map names may be loaded. */
function importMap(content: string): Reference[] {
  try {
    const { imports = {}, scopes = {} } = JSON.parse(content) as { imports?: object; scopes?: object };
    return [imports, ...(Object.values(scopes) as object[])]
      .flatMap((map) => Object.values(map) as unknown[])
      .flatMap((address) =>
        typeof address === 'string' && !address.endsWith('/') ? reference('script', address) : [],
      );
  } catch {
    return [];
  }
}

/** Astro's islands name their code in attributes (https://docs.astro.build/en/concepts/islands/). */
function islandReferences({ attributes }: Tag): Reference[] {
  return ['component-url', 'renderer-url', 'before-hydration-url'].flatMap((name) =>
    attributes[name] === undefined ? [] : reference('script', attributes[name]),
  );
}

const TAG_NAME = /[a-z][\w:-]*/iy;
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y;

/** The start tags of a page. One pass, whatever is in it. */
function* tagsIn(text: string): Generator<Tag> {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end < 0) return;
      at = end;
      continue;
    }
    at++;
    const name = matchAt(TAG_NAME, text, at)?.[0].toLowerCase();
    if (name === undefined) continue;
    at += name.length;
    const attributes: Record<string, string> = {};
    for (let found = matchAt(ATTRIBUTE, text, at); found !== null; found = matchAt(ATTRIBUTE, text, at)) {
      const [whole, key = '', double, single, bare] = found;
      attributes[key.toLowerCase()] ??= decodeEntities(double ?? single ?? bare ?? '');
      at += whole.length;
    }
    const close = text.indexOf('>', at);
    if (close < 0) return;
    const isScript = name === 'script' || name === 'style';
    const end = isScript ? endOf(text, name, close) : close;
    yield { name, attributes, content: isScript ? text.slice(close + 1, end) : '' };
    at = end;
  }
}

function endOf(text: string, name: string, from: number): number {
  const end = name === 'script' ? SCRIPT_END : STYLE_END;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

const SCRIPT_END = /<\/script/gi;
const STYLE_END = /<\/style/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

/** Those that stand in addresses. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name: string) => {
    const code =
      decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex as string, 16) : null;
    return code === null ? (ENTITIES[name] ?? whole) : code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
