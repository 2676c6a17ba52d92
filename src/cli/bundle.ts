import { detectSettings } from '../config/config.js';
import { createPrefilter } from '../detect/index.js';
import { redactKeys } from '../detect/redact.js';
import { UsageError } from '../errors.js';
import { traceHits } from '../scan/trace.js';
import { type BundleTargets, openBundle } from '../sources/bundle.js';
import { nameFiles } from '../sources/files.js';
import type { Run } from './command.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  if (operands.length === 0) throw new UsageError('bundle needs a target: a build folder, a file, an archive or a URL');
  const urls = operands.filter((word) => URL_LIKE.test(word)).map(parseTarget);
  const named = await nameFiles(
    operands.filter((word) => !URL_LIKE.test(word)),
    io.cwd,
  );
  const project = await openProject(named, values, io);
  const { selection } = project;
  const prefilter = createPrefilter();
  const openSites = urls.length === 0 ? () => [] : await siteOpener(urls, { selection, prefilter }, values, io);
  const source = openBundle({ named, selection, prefilter, openSites });
  const settings = { detect: detectSettings(project.loaded.config), selection, prefilter };
  const locate: Parameters<typeof runScan>[0]['locate'] = (hits) => traceHits(hits, source, settings);
  return runScan({ source, coversProject: false, locate }, project, values, io);
};

/** What talks to servers is loaded only where a URL is named. */
async function siteOpener(
  urls: readonly URL[],
  settings: Pick<BundleTargets, 'selection' | 'prefilter'>,
  values: OptionValues,
  io: Io,
): Promise<BundleTargets['openSites']> {
  const { openSite, SITE_LIMITS } = await import('../sources/bundle/site.js');
  const { proxyFor } = await import('../net/proxy.js');
  const limits = { ...SITE_LIMITS, pages: values['max-pages'] ?? SITE_LIMITS.pages };
  const more = { limits, proxyFor: (target: URL) => proxyFor(target, io.env) };
  return (ledger) => urls.map((url) => openSite(url, { ...settings, ...more, ledger }));
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** An address may hold a password by mistake: what is shown of a wrong one stops before it. */
function parseTarget(word: string): URL {
  if (!URL.canParse(word))
    throw new UsageError('bundle: a target is no URL that can be read: give it as https://host/path');
  const url = new URL(word);
  const shown = `bundle ${url.protocol}//${url.host}`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`${shown}: only http:// and https:// are read; download the rest and name the file`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(`${shown}: holds a user name or password, which is never sent: give the address without it`);
  }
  // Names of hosts are looked up, and shown in lower case, where no key is known as one.
  const [host = ''] = word.replace(URL_LIKE, '').split(/[/?#\\]/);
  if (redactKeys(host) !== host)
    throw new UsageError('bundle: the host of a target holds a key: nothing is asked of it');
  url.hash = '';
  return url;
}
