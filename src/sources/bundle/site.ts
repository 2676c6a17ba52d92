import type { Prefilter } from '../../detect/index.js';
import type { AskedSite } from '../../finding.js';
import { type Download, type Downloader, openDownloader } from '../../net/download.js';
import type { Proxy } from '../../net/proxy.js';
import type { Site } from '../bundle.js';
import type { Ledger } from '../ledger.js';
import { pathFilter, type PathFilter, type Selection } from '../selection.js';
import type { SourceItem } from '../source.js';
import { mapComments } from './map-comment.js';
import type { BundleReader } from './reader.js';
import { patternPath, resolveAddress, shownAddress } from './site/address.js';
import { readHtml } from './site/html.js';
import { knownFiles } from './site/known-files.js';
import { type Reference, reference, UNREAD } from './site/reference.js';
import { Scope } from './site/scope.js';
import { scriptReferences, styleReferences } from './site/script.js';
import { askedChunks, readChunkLoader } from './site/webpack.js';

/** How much of a site is read, and how long; times in milliseconds. */
export interface SiteLimits {
  readonly totalMs: number;
  /** Of one request, to the end of its answer. */
  readonly requestMs: number;
  /** Of all that is downloaded, inflated. */
  readonly bytes: number;
  readonly requests: number;
  /** Links from the named page on. */
  readonly depth: number;
  readonly pages: number;
  /** Names that may be addresses, asked for and not there. */
  readonly misses: number;
  readonly connections: number;
  /** The longest wait that a busy server may ask for. */
  readonly retryMs: number;
}

export const SITE_LIMITS: SiteLimits = {
  totalMs: 10 * 60_000,
  requestMs: 60_000,
  bytes: 500_000_000,
  requests: 5_000,
  depth: 5,
  pages: 50,
  misses: 500,
  // As many as browsers have to one host.
  connections: 6,
  retryMs: 10_000,
};

const MOST_REDIRECTS = 10;

export interface SiteSettings {
  readonly selection: Selection;
  readonly prefilter: Prefilter;
  readonly ledger: Ledger;
  readonly limits: SiteLimits;
  readonly proxyFor: (url: URL) => Proxy | null;
}

/** The deployed site at `url`: its pages, and what a browser would load as text or code because of them. */
export function openSite(url: URL, settings: SiteSettings): Site {
  return new DeployedSite(url, settings);
}

/** What may be asked for: the first of `urls` that is there. */
interface Task {
  readonly urls: readonly URL[];
  readonly reference: Reference;
  /** What names it; `null` for the named address. */
  readonly from: SiteFile | null;
  readonly depth: number;
}

/** Something that was there. */
interface SiteFile {
  readonly url: URL;
  readonly base: URL;
  readonly depth: number;
}

interface Found {
  readonly url: URL;
  readonly download: Download;
}

class DeployedSite implements Site {
  readonly #start: URL;
  readonly #settings: SiteSettings;
  readonly #ledger: Ledger;
  readonly #limits: SiteLimits;
  readonly #scope: Scope;
  readonly #filter: PathFilter | null;
  readonly #downloader: Downloader;
  readonly #files: Task[] = [];
  readonly #pages: Task[] = [];
  /** Addresses that were asked for, and whether something was there. */
  readonly #known = new Map<string, Promise<boolean>>();
  /** What tracing reads again: files that may hold keys, and their maps. */
  readonly #kept = new Map<string, Uint8Array>();
  /** By the address of a file: where its map is. */
  readonly #maps = new Map<string, URL>();
  readonly #asked = new Set<string>();
  /** Where addresses that are no whole paths were found to start, the latest first. */
  #prefixes: readonly string[] = [];
  readonly #loaders: { readonly file: SiteFile; readonly text: string }[] = [];
  readonly #chunkIds = new Set<string>();
  #home: URL;
  #bytes = 0;
  #misses = 0;
  #pagesRead = 0;
  #unread = 0;

  constructor(start: URL, settings: SiteSettings) {
    this.#start = this.#home = start;
    this.#settings = settings;
    this.#ledger = settings.ledger;
    this.#limits = settings.limits;
    this.#scope = new Scope(start);
    this.#filter = pathFilter(settings.selection);
    const { requestMs, connections } = settings.limits;
    this.#downloader = openDownloader({
      limits: { requestMs, connections, bodyBytes: settings.selection.maxSize },
      objection: (url, address) => this.#scope.objection(url, address),
      objectionToName: (url) => this.#scope.objectionToName(url),
      proxyFor: settings.proxyFor,
    });
  }

  get asked(): AskedSite {
    return { url: shownAddress(this.#start), hosts: [...this.#asked].sort(), requests: this.#downloader.requests };
  }

  async *items(reader: BundleReader, signal?: AbortSignal): AsyncGenerator<SourceItem> {
    const timeout = AbortSignal.timeout(this.#limits.totalMs);
    const ended = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    this.#files.push({ urls: [this.#start], reference: reference('page', ''), from: null, depth: 0 });
    try {
      const underway: { task: Task; found: Promise<Found | null> }[] = [];
      while (!ended.aborted) {
        for (let task = this.#next(underway.length); task !== undefined; task = this.#next(underway.length)) {
          underway.push({ task, found: this.#find(task, ended) });
        }
        const first = underway.shift();
        if (first === undefined) break;
        const found = await first.found;
        if (found !== null) yield* this.#take(found, first.task, reader);
        if (underway.length === 0 && this.#isDone()) this.#askForChunks();
      }
      await Promise.all(underway.map(({ found }) => found));
    } finally {
      this.#downloader.close();
    }
    this.#close(timeout.aborted);
  }

  #isDone(): boolean {
    return this.#files.length === 0 && this.#pages.length === 0;
  }

  /** Files before pages: each page may name more of both. */
  #next(underway: number): Task | undefined {
    if (underway >= this.#limits.connections || this.#isSpent() !== null) return undefined;
    const file = this.#files.shift();
    if (file !== undefined || this.#pagesRead >= this.#limits.pages) return file;
    const page = this.#pages.shift();
    if (page !== undefined) this.#pagesRead++;
    return page;
  }

  /** The limit that is reached; `null` while there is none. */
  #isSpent(): string | null {
    if (this.#bytes >= this.#limits.bytes) return `more than ${this.#limits.bytes} bytes`;
    return this.#downloader.requests >= this.#limits.requests ? `more than ${this.#limits.requests} requests` : null;
  }

  /** What the limits left out. */
  #close(isLate: boolean): void {
    const site = shownAddress(this.#start);
    const left = this.#files.length;
    const spent = isLate ? `not done within ${this.#limits.totalMs / 1000} s` : left > 0 ? this.#isSpent() : null;
    if (spent !== null)
      this.#ledger.gap(site, `${spent}: ${left + this.#pages.length} addresses and more were not asked for`);
    else if (this.#pages.length > 0) {
      this.#ledger.skip(
        site,
        `${this.#pages.length} more pages are linked: ${this.#limits.pages} were read (--max-pages)`,
      );
    }
    if (this.#misses >= this.#limits.misses) {
      this.#ledger.skip(site, `${this.#limits.misses} names in scripts were no addresses: the others were not tried`);
    }
    if (this.#unread > 0) this.#ledger.skip(site, 'images, fonts and media: not asked for, nothing is read in them');
  }

  /** The first of the task's addresses that is there and was not read before. */
  async #find(task: Task, signal: AbortSignal): Promise<Found | null> {
    for (const url of task.urls) {
      if (task.reference.guess && this.#misses >= this.#limits.misses) return null;
      const before = this.#known.get(url.href);
      if (before !== undefined) {
        if ((await before) || !task.reference.guess) return null;
        continue;
      }
      const asked = this.#fetch(url, task, signal);
      this.#known.set(
        url.href,
        asked.then((found) => found !== null),
      );
      const found = await asked;
      if (found !== null) return found;
      if (task.reference.guess) this.#misses++;
    }
    return null;
  }

  /** Follows redirects as far as they may lead. `null`: nothing is there, and the books say why. */
  async #fetch(start: URL, task: Task, signal: AbortSignal): Promise<Found | null> {
    let url = start;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      this.#asked.add(url.origin);
      const answer = await this.#get(url, signal);
      if (signal.aborted) return null;
      if ('failure' in answer) {
        this.#ledger.gap(shownAddress(start), answer.failure);
        return null;
      }
      if (!isRedirect(answer)) return this.#accept(url, start, task, answer);
      const next = resolveAddress(answer.location ?? '', url);
      const refusal =
        next === null ? 'redirects to what is no address of the web' : this.#redirectRefusal(next, url, task);
      if (next === null || refusal !== null) {
        this.#missing(start, task, refusal ?? '', task.from === null ? 'gap' : 'skip');
        return null;
      }
      url = next;
      if (this.#known.has(url.href) && task.from !== null) return null;
      this.#known.set(url.href, Promise.resolve(true));
    }
    this.#missing(start, task, `more than ${MOST_REDIRECTS} redirects`, 'gap');
    return null;
  }

  /** A busy server is asked once more. */
  async #get(url: URL, signal: AbortSignal): ReturnType<Downloader['get']> {
    const answer = await this.#downloader.get(url, signal);
    if ('failure' in answer || (answer.status !== 429 && answer.status !== 503)) return answer;
    const seconds = Number(answer.retryAfter ?? '1');
    if (!(seconds * 1000 <= this.#limits.retryMs)) return answer;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    return signal.aborted ? answer : this.#downloader.get(url, signal);
  }

  #redirectRefusal(next: URL, from: URL, task: Task): string | null {
    const refusal = this.#scope.refusal(next, from);
    if (refusal !== null) return `redirects to ${refusal}`;
    if (task.from === null) return null;
    const mayGo =
      task.reference.role === 'page' ? this.#scope.isOwn(next) : this.#scope.holds(next) || next.host === from.host;
    return mayGo ? null : `redirects to another host, ${next.host}`;
  }

  /** Whether it is what was asked for: many servers answer every address with a page. */
  #accept(url: URL, start: URL, task: Task, download: Download): Found | null {
    const { role } = task.reference;
    const { status } = download;
    if (status >= 500) {
      this.#ledger.gap(shownAddress(start), `HTTP ${status}`);
      return null;
    }
    if (status < 200 || status > 299) {
      const isAbsent = status === 404 || status === 410;
      this.#missing(start, task, `HTTP ${status}`, isAbsent && task.from !== null ? 'skip' : 'gap');
      return null;
    }
    const isPage = download.mediaType === 'text/html';
    if (isPage && role !== 'page' && !/\.html?$/i.test(url.pathname)) {
      this.#missing(start, task, 'a page was served in its place', role === 'script' ? 'gap' : 'skip');
      return null;
    }
    if (role === 'map' && !isSourceMap(download.body)) {
      this.#missing(start, task, 'no source map', 'skip');
      return null;
    }
    return { url, download };
  }

  #missing(url: URL, { reference: { guess } }: Task, why: string, book: 'gap' | 'skip'): void {
    if (!guess) this.#ledger[book](shownAddress(url), why);
  }

  async *#take({ url, download }: Found, task: Task, reader: BundleReader): AsyncGenerator<SourceItem> {
    const { body } = download;
    const { from, depth } = task;
    this.#bytes += body.length;
    if (from === null) {
      this.#scope.addOwn(url);
      this.#home = url;
      this.#pagesRead++;
    }
    this.#learnPrefix(url, task);
    const isMap = task.reference.role === 'map';
    const isOfKept = isMap && from !== null && this.#kept.has(from.url.href);
    if (isMap && from !== null) this.#maps.set(from.url.href, url);
    if (isOfKept || this.#settings.prefilter.test(body)) this.#kept.set(url.href, body);
    yield* reader.read(
      {
        name: shownAddress(url),
        public: true,
        reread: (address) => Promise.resolve(this.#reread(address, url)),
        mapAddress: () => this.#maps.get(url.href)?.href ?? null,
        depth: 0,
      },
      body,
    );
    if (!isMap) this.#follow(url, download, depth);
  }

  #reread(address: string | null, from: URL): Uint8Array | null {
    const url = address === null ? from : resolveAddress(address, from);
    return (url && this.#kept.get(url.href)) ?? null;
  }

  #learnPrefix(url: URL, { reference: { address, guess } }: Task): void {
    if (!guess || !isBare(address) || !url.href.endsWith(`/${address}`)) return;
    const prefix = url.href.slice(0, url.href.length - address.length);
    this.#prefixes = [prefix, ...this.#prefixes.filter((other) => other !== prefix)];
  }

  /** Plans all that a file names. */
  #follow(url: URL, download: Download, depth: number): void {
    const kind = kindOf(url, download);
    if (kind === null) return;
    const text = Buffer.from(download.body).toString('utf8');
    if (kind === 'html') {
      const { base, references } = readHtml(text);
      const start = (base === null ? null : resolveAddress(base, url)) ?? url;
      for (const each of [...references, ...knownFiles(text)]) this.#plan(each, { url, base: start, depth });
      return;
    }
    const file = { url, base: url, depth };
    if (kind !== 'data') this.#planMap(text, download, file);
    for (const each of kind === 'style' ? styleReferences(text) : scriptReferences(text)) this.#plan(each, file);
    if (kind !== 'script') return;
    for (const id of askedChunks(text)) this.#chunkIds.add(id);
    if (/\.u\s*=/.test(text)) this.#loaders.push({ file, text });
  }

  /** Where the file or the server says, else where most tools put it. */
  #planMap(text: string, { sourceMap }: Download, file: SiteFile): void {
    const comments = mapComments(text);
    const last = comments.at(-1);
    if (sourceMap !== null) this.#plan(reference('map', sourceMap), file);
    else if (last?.address != null) this.#plan(reference('map', last.address), file);
    else if (comments.length === 0) {
      this.#plan({ ...reference('map', `${file.url.pathname}.map`), guess: true }, file);
    }
  }

  /** The chunks that a runtime knows; once all scripts are read, for those ask for what some runtimes do not list. */
  #askForChunks(): void {
    for (const { file, text } of this.#loaders.splice(0)) {
      const loader = readChunkLoader(text, this.#chunkIds);
      if (loader === null) continue;
      const { publicPath } = loader;
      for (const chunk of loader.chunks) {
        const isBelowScript = publicPath === null || publicPath.startsWith('.');
        const address = publicPath === null ? chunk : publicPath + chunk;
        const each = {
          ...reference('file', isBelowScript || !isBare(address) ? address : `./${address}`),
          guess: true,
        };
        this.#plan(each, isBelowScript ? file : { ...file, base: this.#home });
      }
    }
  }

  #plan(each: Reference, from: SiteFile): void {
    const urls = this.#candidates(each, from).filter((url) => this.#mayAsk(url, each, from));
    if (urls.length === 0) return;
    const isPage = each.role === 'page';
    const task: Task = { urls, reference: each, from, depth: from.depth + (isPage ? 1 : 0) };
    if (!isPage) this.#files.push(task);
    else if (task.depth <= this.#limits.depth && !this.#known.has(urls[0]?.href ?? '')) this.#planPage(task);
  }

  #planPage(task: Task): void {
    const isPlanned = this.#pages.some(({ urls: [url] }) => url?.href === task.urls[0]?.href);
    if (!isPlanned) this.#pages.push(task);
  }

  /** Where an address may lead. A page says where its own start; a script may mean itself, the page, or a path that its bundler knows. */
  #candidates({ address, guess }: Reference, { url, base }: SiteFile): URL[] {
    const starts = !guess || /^(?:https?:)?\/\//i.test(address) ? [base.href] : this.#startsOf(address, url, base);
    const found = starts.map((start) => resolveAddress(address, new URL(start)));
    return [...new Map(found.filter((one) => one !== null).map((one) => [one.href, one])).values()];
  }

  #startsOf(address: string, url: URL, base: URL): readonly string[] {
    if (!isBare(address)) return [base.href, url.href, this.#home.href];
    const folders = url.pathname.split('/').slice(1, -1);
    const above = folders.map((_, at) => new URL(`/${folders.slice(0, folders.length - at).join('/')}/`, url).href);
    return [...this.#prefixes, base.href === url.href ? this.#home.href : base.href, ...above, `${url.origin}/`];
  }

  #mayAsk(url: URL, { role, guess }: Reference, from: SiteFile): boolean {
    if (UNREAD.test(url.pathname)) {
      this.#unread++;
      return false;
    }
    if (this.#filter?.file(patternPath(url)) != null) {
      const { what, why } = this.#filter.file(patternPath(url)) ?? { what: '', why: '' };
      this.#ledger.skip(what, why);
      return false;
    }
    const refusal = this.#scope.refusal(url, from.url);
    if (refusal !== null) {
      if (!guess) this.#ledger.skip(shownAddress(url), `not asked for: ${refusal}`);
      return false;
    }
    if (role === 'page') return this.#scope.isOwn(url) && !UNPAGED.test(url.pathname);
    if (role === 'script') this.#scope.addAssetHost(url);
    const isInScope = this.#scope.holds(url);
    if (!isInScope && !guess)
      this.#ledger.skip(url.origin, 'another host, from which no page loads a script: not asked');
    return isInScope;
  }
}

/** What pages link to besides pages: to be downloaded, not shown. */
const UNPAGED = /\.(?!(?:html?|php|aspx?|jsp|xhtml)$)[a-z][a-z0-9]{1,4}$/i;

/** A path that does not say where it starts: `assets/a.js`. */
function isBare(address: string): boolean {
  return !/^(?:\.{0,2}\/|[a-z]+:)/i.test(address);
}

function isRedirect({ status, location }: Download): boolean {
  return [301, 302, 303, 307, 308].includes(status) && location !== null;
}

/** So that the page which a server gives for every address is none. */
function isSourceMap(body: Uint8Array): boolean {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 200)).toString('latin1');
  return /^(?:\uFEFF|\xEF\xBB\xBF)?(?:\)\]\}'[^\n]*\n)?\s*\{/.test(head);
}

/** How what a file names is read; `null` for what names nothing. */
function kindOf({ pathname }: URL, { mediaType, body }: Download): 'html' | 'script' | 'style' | 'data' | null {
  const name = /\.(\w+)$/.exec(pathname)?.[1]?.toLowerCase();
  if (mediaType.includes('html') || name === 'html' || name === 'htm') return 'html';
  if (mediaType.includes('javascript') || /^[mc]?js$/.test(name ?? '')) return 'script';
  if (mediaType === 'text/css' || name === 'css') return 'style';
  if (name === 'wasm' || mediaType === 'application/wasm' || body.includes(0)) return null;
  return /json|text/.test(mediaType) || mediaType === '' ? 'data' : null;
}
