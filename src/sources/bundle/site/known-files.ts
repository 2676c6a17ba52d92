import { type Reference, reference } from './reference.js';

/** Lists of files that a build leaves beside its pages, and no page names. */
interface KnownFile {
  /** What a page of such a build holds. */
  readonly sign: RegExp;
  /** Its first group goes into the address. */
  readonly value?: RegExp;
  readonly address: string;
  readonly source: string;
}

const KNOWN_FILES: readonly KnownFile[] = [
  {
    sign: /["'/]static\/js\/(?:main|bundle|runtime)[.\w-]*\.js/,
    address: '/asset-manifest.json',
    source: 'https://github.com/facebook/create-react-app, config/webpack.config.js, WebpackManifestPlugin',
  },
  {
    sign: /<script[^>]+type="?module"?[^>]+\/assets\/[\w-]+-[\w-]{8}\.js/,
    address: '/.vite/manifest.json',
    source: 'https://vite.dev/config/build-options#build-manifest',
  },
  {
    sign: /_next\/static\//,
    value: /\\?"(?:buildId|b)\\?":\\?"([\w-]{6,64})\\?"/,
    address: '/_next/static/$1/_buildManifest.js',
    source: 'https://github.com/vercel/next.js, packages/next/src/build/webpack/plugins/build-manifest-plugin.ts',
  },
  {
    sign: /_nuxt\/builds\/meta\/|__NUXT__/,
    address: '/_nuxt/builds/latest.json',
    source: 'https://github.com/nuxt/nuxt, packages/nuxt/src/core/nitro.ts, app manifest',
  },
  {
    sign: / ng-version=|ngsw-worker\.js/,
    address: '/ngsw.json',
    source: 'https://angular.dev/ecosystem/service-workers/config',
  },
];

/** What a site whose page is `html` may have besides what it names. */
export function knownFiles(html: string): Reference[] {
  return KNOWN_FILES.flatMap(({ sign, value, address }) => {
    const found = sign.test(html) ? (value ?? sign).exec(html) : null;
    if (found === null) return [];
    return { ...reference('file', address.replace('$1', found[1] ?? '')), guess: true };
  });
}
