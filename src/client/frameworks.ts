/**
 * What frameworks and bundlers do with variables, files and folders: one row each, with its source. Paths are relative to
 * the folder of the package, with `/`.
 */

/** A folder that a build writes. */
export interface Output {
  readonly folder: string;
  /** What of it is served or shipped; without it everything that is not `private`. */
  readonly public?: RegExp;
  /** What of it stays on the server. */
  readonly private?: RegExp;
}

export interface Framework {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Dependencies that mark a project; the first row of the table with one of them, or with a file, decides. */
  readonly packages: readonly string[];
  /** The name of its configuration file, in the folder of the package. */
  readonly config: RegExp | null;
  /** Whether a project of it is for browsers only if it says so: by a page, or by a library of interfaces. */
  readonly needsPage?: true;
  /** Names of variables whose values the build writes into client code; `'any'`: of all; `null`: none by their names. */
  readonly publicVariable: RegExp | 'any' | null;
  /**
   * What the build replaces in client code: `members` alone (`env.NAME`), `patterns` too (`const { NAME } = env`), or an
   * object that is used whole, with every public variable in it.
   */
  readonly replaces: 'members' | 'patterns' | 'import.meta.env' | 'process.env';
  /** How a value gets out, a clause for people. */
  readonly how: string;
  /** Who gets it, for people; everyone who opens the page where it is left out. */
  readonly audience?: string;
  /** Files that run in a browser. */
  readonly client: RegExp | null;
  /** Files that never do; wins over `client`. */
  readonly server: RegExp | null;
  /** Files that run on both sides, or on the side of whoever imports them. */
  readonly universal?: RegExp;
  /** Where it takes what client code imports for client code too: what of `server` lies there by custom alone. */
  readonly followsInto?: RegExp;
  /** Where the user is told to put the key instead. */
  readonly serverRoute: string;
  readonly outputs: readonly Output[];
  readonly source: string;
}

const VITE_HOW = 'Vite writes the values of VITE_ variables into the bundle';
const SCRIPT = String.raw`\.(?:[cm]?[jt]sx?|vue|svelte|astro)$`;
const IN_SRC = new RegExp(`^(?:src|app|lib|components|pages)/.*${SCRIPT}|^(?:[\\w-]+/)*[\\w-]+\\.html$`);
/** Also the folders from which Cloudflare, Netlify, Vercel and Supabase run functions. */
const SERVER_FOLDER =
  /(?:^|\/)(?:server|backend|functions|netlify|workers?|edge-functions)\/|^api\/|\.server\.[cm]?[jt]sx?$|^(?:server|worker)\.[cm]?[jt]s$/;
const INSTALLED = 'everyone who installs the app';

/** Frameworks before the bundlers that they are built on. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    id: 'next',
    name: 'Next.js',
    packages: ['next'],
    config: /^next\.config\.[cm]?[jt]s$/,
    publicVariable: /^NEXT_PUBLIC_/,
    replaces: 'members',
    how: 'Next.js writes the values of NEXT_PUBLIC_ variables into the client bundle',
    client:
      /^(?:src\/)?pages\/(?!api\/|_document\.).*\.[jt]sx?$|^(?:src\/)?(?:app\/(?:.*\/)?(?:global-)?error\.[jt]sx?|instrumentation-client\.[jt]s)$/,
    server:
      /^(?:src\/)?(?:app\/(?:.*\/)?(?:route|sitemap|robots|manifest|opengraph-image|twitter-image|icon|apple-icon|page|layout|template|loading|default|not-found|forbidden|unauthorized)\.[jt]sx?$|pages\/(?:api\/|_document\.)|(?:proxy|middleware|instrumentation)\.[jt]s$|server\/)|\.server\.[jt]sx?$/,
    universal: /^(?:src\/)?(?:app|lib|utils|components|hooks|features|modules)\//,
    followsInto: /^(?:src\/)?server\/|\.server\.[jt]sx?$/,
    serverRoute: 'a route handler (app/api/…/route.ts)',
    outputs: [
      {
        folder: '.next',
        public: /^static\/|^server\/(?:app\/.*\.(?:html|rsc|meta|body)|pages\/.*\.(?:html|json))$/,
      },
      { folder: 'out' },
    ],
    source: 'https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser',
  },
  {
    id: 'nuxt',
    name: 'Nuxt',
    packages: ['nuxt', 'nuxt3', 'nuxt-nightly'],
    config: /^nuxt\.config\.[cm]?[jt]s$/,
    publicVariable: /^(?:NUXT_PUBLIC_|VITE_)/,
    replaces: 'import.meta.env',
    how: 'Nuxt sends runtimeConfig.public and NUXT_PUBLIC_ variables with every page',
    client:
      /^(?:(?:app|src)\/)?(?:components|pages|layouts|composables|plugins|middleware|stores|utils)\/|^(?:(?:app|src)\/)?(?:app\.vue|error\.vue|app\.config\.[jt]s)$/,
    server: /^(?:src\/)?server\/|\.server\.(?:vue|[cm]?[jt]s)$/,
    serverRoute: 'a server route (server/api/…) that reads useRuntimeConfig()',
    outputs: [
      { folder: '.output/public' },
      { folder: '.output/server', private: /^/ },
      { folder: 'dist', private: /^_worker/ },
    ],
    source: 'https://nuxt.com/docs/guide/going-further/runtime-config',
  },
  {
    id: 'sveltekit',
    name: 'SvelteKit',
    packages: ['@sveltejs/kit'],
    config: /^svelte\.config\.[cm]?[jt]s$/,
    publicVariable: /^(?:PUBLIC_|VITE_)/,
    replaces: 'import.meta.env',
    how: 'SvelteKit sends PUBLIC_ variables to the browser',
    client: /^src\/.*\.svelte$|^src\/(?:hooks\.client|service-worker)\.[cm]?[jt]s$/,
    server:
      /^src\/(?:.*\/)?(?:\+server|hooks\.server|[^/]*\.server)\.[cm]?[jt]s$|(?:^|\/)server\/|\.remote\.[cm]?[jt]s$/,
    universal: /^src\//,
    serverRoute: 'a +server.ts route that reads $env/dynamic/private',
    outputs: [
      { folder: '.svelte-kit/output/client' },
      { folder: '.svelte-kit/output/prerendered' },
      { folder: '.svelte-kit/output/server', private: /^/ },
      { folder: 'build', private: /^(?:server\/|(?:handler|index|env|shims)\.js$)/ },
    ],
    source: 'https://svelte.dev/docs/kit/$env-static-public; SvelteKit 3: $app/env/public and defineEnvVars',
  },
  {
    id: 'astro',
    name: 'Astro',
    packages: ['astro'],
    config: /^astro\.config\.[cm]?[jt]s$/,
    publicVariable: /^PUBLIC_/,
    replaces: 'import.meta.env',
    how: 'Astro writes PUBLIC_ variables into client scripts',
    client: /^src\/(?:components\/.*\.(?:jsx|tsx|vue|svelte)|scripts\/.*)$|^src\/.*\.client\.[jt]sx?$/,
    server:
      /^src\/(?:pages\/.*\.[jt]s|middleware(?:\/.*|\.[jt]s)|actions\/.*|content\.config\.[jt]s)$|(?:^|\/)server\//,
    universal: /^src\//,
    serverRoute: 'an endpoint (src/pages/api/….ts)',
    outputs: [{ folder: 'dist', private: /^(?:server|_worker\.js)\// }],
    source: 'https://docs.astro.build/en/guides/environment-variables/',
  },
  {
    id: 'gatsby',
    name: 'Gatsby',
    packages: ['gatsby'],
    config: /^gatsby-config\.[jt]s$/,
    publicVariable: /^GATSBY_/,
    replaces: 'members',
    how: 'Gatsby writes the values of GATSBY_ variables into the bundle',
    client: /^src\/(?!api\/).*\.[jt]sx?$|^gatsby-browser\.[jt]sx?$/,
    server: /^(?:gatsby-(?!browser)[\w-]+\.[jt]sx?$|src\/api\/)/,
    serverRoute: 'a Gatsby function (src/api/…)',
    outputs: [{ folder: 'public' }],
    source: 'https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables/',
  },
  {
    id: 'expo',
    name: 'Expo',
    packages: ['expo'],
    config: /^app\.(?:json|config\.[jt]s)$/,
    publicVariable: /^EXPO_PUBLIC_/,
    replaces: 'members',
    how: 'Expo writes the values of EXPO_PUBLIC_ variables into the app that users install',
    audience: INSTALLED,
    client:
      /^(?:src\/|app\/|components\/|screens\/|hooks\/|lib\/|utils\/|services\/|contexts?\/|App\.[jt]sx?$|index\.[jt]sx?$)(?!.*\+api\.[jt]s$)/,
    server: /\+api\.[jt]sx?$|(?:^|\/)(?:server|backend|functions)\//,
    serverRoute: 'an API route (app/…+api.ts) or a server of your own',
    outputs: [{ folder: 'dist', private: /^server\// }],
    source: 'https://docs.expo.dev/guides/environment-variables/',
  },
  {
    id: 'react-native',
    name: 'React Native',
    packages: ['react-native'],
    config: /^(?:metro\.config\.[jt]s|react-native\.config\.[jt]s)$/,
    publicVariable: null,
    replaces: 'members',
    how: 'everything a React Native app imports is in the package that users install',
    audience: INSTALLED,
    client: /^(?:src\/|app\/|components\/|screens\/|App\.[jt]sx?$|index\.[jt]s$)/,
    server: /(?:^|\/)(?:server|backend)\//,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'android/app/src/main/assets' }, { folder: 'ios/main.jsbundle' }],
    source: 'https://reactnative.dev/docs/security#storing-sensitive-info',
  },
  {
    id: 'create-react-app',
    name: 'Create React App',
    packages: ['react-scripts'],
    config: null,
    publicVariable: /^REACT_APP_/,
    replaces: 'process.env',
    how: 'Create React App writes every REACT_APP_ variable into the bundle',
    client: /^src\//,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'build' }],
    source: 'https://create-react-app.dev/docs/adding-custom-environment-variables/',
  },
  {
    id: 'vue-cli',
    name: 'Vue CLI',
    packages: ['@vue/cli-service'],
    config: /^vue\.config\.[cm]?js$/,
    publicVariable: /^VUE_APP_/,
    replaces: 'process.env',
    how: 'Vue CLI writes the values of VUE_APP_ variables into the bundle',
    client: /^src\//,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://cli.vuejs.org/guide/mode-and-env.html#using-env-variables-in-client-side-code',
  },
  {
    id: 'angular',
    name: 'Angular',
    packages: ['@angular/core'],
    config: /^angular\.json$/,
    publicVariable: /^NG_APP_/,
    replaces: 'members',
    how: 'Angular compiles environment files and `define` values into the bundle',
    client: /^(?:src|projects\/[^/]+\/src)\/(?!server\.ts$|main\.server\.ts$)/,
    server: /^(?:server\.ts|src\/(?:.*\/)?(?:[\w.]+\.)?server\.ts)$|^server\//,
    serverRoute: 'the server side (server.ts)',
    outputs: [{ folder: 'dist', private: /^(?:[^/]+\/)?server\// }, { folder: 'www' }],
    source: 'https://angular.dev/tools/cli/environments',
  },
  {
    id: 'react-router',
    name: 'React Router',
    packages: ['@react-router/dev', '@remix-run/dev'],
    config: /^(?:react-router|remix)\.config\.[cm]?[jt]s$/,
    publicVariable: /^VITE_/,
    replaces: 'import.meta.env',
    how: `${VITE_HOW}, and what a loader returns goes to the browser`,
    client: /\.client\.[jt]sx?$|\/\.client\/|^app\/(?:components|hooks)\//,
    server: /\.server\.[jt]sx?$|\/\.server\/|^server(?:\/|\.[jt]s$)|^workers\//,
    universal: /^app\//,
    serverRoute: 'a loader, an action or a *.server.ts module, whose result does not hold the key',
    outputs: [{ folder: 'build/client' }, { folder: 'build/server', private: /^/ }, { folder: 'public/build' }],
    source: 'https://reactrouter.com/explanation/code-splitting#removal-of-server-code',
  },
  {
    id: 'solidstart',
    name: 'SolidStart',
    packages: ['@solidjs/start', 'solid-start'],
    config: null,
    publicVariable: /^VITE_/,
    replaces: 'import.meta.env',
    how: VITE_HOW,
    client: /^src\/entry-client\.[jt]sx?$/,
    server: /^src\/(?:routes\/api\/|server\/|middleware\/|entry-server\.|.*\.server\.[jt]sx?$)/,
    universal: /^src\//,
    serverRoute: 'an API route (src/routes/api/…) or a "use server" function',
    outputs: [{ folder: '.output/public' }, { folder: '.output/server', private: /^/ }],
    source: 'https://docs.solidjs.com/configuration/environment-variables',
  },
  {
    id: 'qwik',
    name: 'Qwik',
    packages: ['@builder.io/qwik', '@qwik.dev/core'],
    config: null,
    publicVariable: /^(?:PUBLIC_|VITE_)/,
    replaces: 'import.meta.env',
    how: 'Qwik writes PUBLIC_ variables into the bundle',
    client: null,
    server:
      /^src\/(?:routes\/(?:.*\/)?(?:plugin|index)(?:@[\w-]+)?\.ts|entry\.(?!dev\.)[\w-]+\.tsx?)$|(?:^|\/)server\//,
    universal: /^src\//,
    serverRoute: 'a server$ function or a routeLoader$ whose result does not hold the key',
    outputs: [{ folder: 'dist' }],
    source: 'https://qwik.dev/docs/env-variables/',
  },
  {
    id: 'electron',
    name: 'Electron',
    packages: ['electron-vite', 'electron'],
    config: /^electron\.vite\.config\.[cm]?[jt]s$/,
    publicVariable: /^(?:RENDERER_VITE_|MAIN_VITE_|PRELOAD_VITE_|VITE_)/,
    replaces: 'import.meta.env',
    how: 'everything of an Electron app, its main process too, is on the disks of its users',
    audience: INSTALLED,
    client:
      /^(?:src|app|electron|renderer|main|preload)\/|^(?:main|preload|renderer|index)\.[cm]?[jt]s$|^(?:[\w-]+\/)*[\w-]+\.html$/,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'out' }, { folder: 'dist' }],
    source: 'https://electron-vite.org/guide/env-and-mode',
  },
  {
    id: 'plasmo',
    name: 'a browser extension',
    packages: ['plasmo', 'wxt', '@crxjs/vite-plugin', 'web-ext', 'webextension-polyfill', '@types/chrome'],
    config: /^wxt\.config\.[jt]s$/,
    publicVariable: /^(?:PLASMO_PUBLIC_|WXT_|VITE_)/,
    replaces: 'members',
    how: 'everything in an extension is on the disks of its users',
    audience: 'everyone who installs the extension',
    client:
      /^(?:src|entrypoints|components|lib|background|contents?|popups?|options|sidepanel|tabs)\/|^(?:background|content|content-script|popup|options|sidepanel|newtab)\.[jt]sx?$|^(?:[\w-]+\/)*[\w-]+\.html$/,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'build' }, { folder: '.output' }],
    source: 'https://docs.plasmo.com/framework/env, https://wxt.dev/guide/essentials/config/environment-variables.html',
  },
  {
    id: 'storybook',
    name: 'Storybook',
    packages: [],
    config: null,
    publicVariable: /^STORYBOOK_/,
    replaces: 'members',
    how: 'Storybook writes the values of STORYBOOK_ variables into its pages',
    client: /\.stories\.[jt]sx?$/,
    server: null,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'storybook-static' }],
    source: 'https://storybook.js.org/docs/configure/environment-variables',
  },
  {
    id: 'rsbuild',
    name: 'Rsbuild',
    packages: ['@rsbuild/core'],
    config: /^rsbuild\.config\.[cm]?[jt]s$/,
    needsPage: true,
    publicVariable: /^PUBLIC_/,
    replaces: 'members',
    how: 'Rsbuild writes the values of PUBLIC_ variables into the bundle',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://rsbuild.rs/guide/advanced/env-vars#public-variables',
  },
  {
    id: 'vite',
    name: 'Vite',
    packages: ['vite', 'rolldown-vite'],
    config: /^vite\.config\.[cm]?[jt]s$/,
    needsPage: true,
    publicVariable: /^VITE_/,
    replaces: 'import.meta.env',
    how: VITE_HOW,
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist', private: /^server\// }],
    source: 'https://vite.dev/guide/env-and-mode#env-variables',
  },
  {
    id: 'parcel',
    name: 'Parcel',
    packages: ['parcel', 'parcel-bundler'],
    config: /^\.parcelrc$/,
    needsPage: true,
    publicVariable: 'any',
    replaces: 'patterns',
    how: 'Parcel writes the value of every variable that code names into the bundle, whatever its name',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://parceljs.org/features/node-emulation/#environment-variables',
  },
  {
    id: 'dotenv-webpack',
    name: 'dotenv-webpack',
    packages: ['dotenv-webpack'],
    config: null,
    needsPage: true,
    publicVariable: 'any',
    replaces: 'members',
    how: 'dotenv-webpack writes the value of every variable that code names into the bundle',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist', private: /^server\// }],
    source: 'https://github.com/mrsteele/dotenv-webpack#use-in-your-code',
  },
  {
    id: 'worker',
    name: 'Cloudflare Workers',
    packages: ['wrangler'],
    config: /^wrangler\.(?:toml|jsonc?)$/,
    publicVariable: null,
    replaces: 'members',
    how: 'a Worker runs on the server',
    client: null,
    server: /^(?:src|functions|workers?)\/|^(?:index|worker)\.[cm]?[jt]s$/,
    serverRoute: 'a secret of the Worker',
    outputs: [],
    source: 'https://developers.cloudflare.com/workers/configuration/secrets/',
  },
  {
    id: 'webpack',
    name: 'webpack',
    packages: ['webpack', '@rspack/core', '@rspack/cli'],
    config: /^(?:webpack|rspack)\.config\.[cm]?[jt]s$/,
    needsPage: true,
    publicVariable: null,
    replaces: 'members',
    how: 'DefinePlugin, EnvironmentPlugin and dotenv-webpack write values into the bundle',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist', private: /^server\// }],
    source: 'https://webpack.js.org/plugins/define-plugin/',
  },
  {
    id: 'bundler',
    name: 'esbuild or Rollup',
    packages: ['esbuild', 'rollup'],
    config: /^(?:esbuild|rollup)\.config\.[cm]?[jt]s$/,
    needsPage: true,
    publicVariable: null,
    replaces: 'members',
    how: '`define` and the replace plugin write values into the bundle',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://esbuild.github.io/api/#define',
  },
  {
    id: 'capacitor',
    name: 'Capacitor',
    packages: ['@capacitor/core', 'cordova'],
    config: /^(?:capacitor\.config\.(?:json|[jt]s)|ionic\.config\.json)$/,
    publicVariable: null,
    replaces: 'members',
    how: 'the web build is copied into the app',
    audience: INSTALLED,
    client: /^(?:src|www)\//,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'www' }],
    source: 'https://capacitorjs.com/docs/config',
  },
  {
    id: 'tauri',
    name: 'Tauri',
    packages: ['@tauri-apps/api', '@tauri-apps/cli'],
    config: /^tauri\.conf\.json5?$/,
    publicVariable: /^TAURI_ENV_/,
    replaces: 'members',
    how: 'the web build is embedded into the app',
    audience: INSTALLED,
    client: /^(?:src|ui|public)\/|^(?:[\w-]+\/)*[\w-]+\.html$/,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [],
    source: 'https://v2.tauri.app/reference/environment-variables/',
  },
];

/** Folders that wrap a web build into an app; any framework may be within. Source: Capacitor's and Tauri's documentation. */
export const WRAPPED_OUTPUTS: readonly string[] = [
  'android/app/src/main/assets/public',
  'ios/App/App/public',
  'storybook-static',
];
