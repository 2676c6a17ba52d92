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
  /** Names of variables whose values the build writes into client code; `null`: none by their names. */
  readonly publicVariable: RegExp | null;
  /** How a value gets out, a clause for people. */
  readonly how: string;
  /** Files that run in a browser. */
  readonly client: RegExp | null;
  /** Files that never do; wins over `client`. */
  readonly server: RegExp | null;
  /** Files that run on both sides. */
  readonly universal?: RegExp;
  /** Where the user is told to put the key instead. */
  readonly serverRoute: string;
  readonly outputs: readonly Output[];
  readonly source: string;
}

const VITE_HOW = 'Vite writes the values of VITE_ variables into the bundle';
const SCRIPT = String.raw`\.(?:[cm]?[jt]sx?|vue|svelte|astro)$`;
const IN_SRC = new RegExp(`^(?:src|app|lib|components|pages)/.*${SCRIPT}|^index\\.html$`);
const SERVER_FOLDER = /(?:^|\/)(?:server|backend|functions)\/|\.server\.[cm]?[jt]sx?$/;

/** Frameworks before the bundlers that they are built on. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    id: 'next',
    name: 'Next.js',
    packages: ['next'],
    config: /^next\.config\.[cm]?[jt]s$/,
    publicVariable: /^NEXT_PUBLIC_/,
    how: 'Next.js writes the values of NEXT_PUBLIC_ variables into the client bundle',
    client: /^(?:src\/)?pages\/(?!api\/).*\.[jt]sx?$/,
    server:
      /^(?:src\/)?(?:app\/(?:.*\/)?route\.[jt]sx?$|pages\/api\/|(?:proxy|middleware|instrumentation)\.[jt]s$|server\/)|\.server\.[jt]sx?$/,
    universal: /^(?:src\/)?(?:lib|utils|components)\//,
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
    how: 'Nuxt sends runtimeConfig.public and NUXT_PUBLIC_ variables with every page',
    client: /^(?:app\/)?(?:components|pages|layouts|composables|plugins)\/|^(?:app\/)?(?:app\.vue|app\.config\.[jt]s)$/,
    server: /^server\/|\.server\.(?:vue|[cm]?[jt]s)$/,
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
    how: 'SvelteKit sends PUBLIC_ variables to the browser',
    client: /^src\/.*\.svelte$/,
    server: /^src\/(?:.*\/)?(?:\+server|hooks\.server|[^/]*\.server)\.[cm]?[jt]s$|(?:^|\/)server\//,
    universal: /^src\/(?:routes|lib)\//,
    serverRoute: 'a +server.ts route that reads $env/dynamic/private',
    outputs: [
      { folder: '.svelte-kit/output/client' },
      { folder: '.svelte-kit/output/prerendered' },
      { folder: '.svelte-kit/output/server', private: /^/ },
      { folder: 'build', private: /^(?:server\/|(?:handler|index|env|shims)\.js$)/ },
    ],
    source: 'https://svelte.dev/docs/kit/$env-static-public',
  },
  {
    id: 'astro',
    name: 'Astro',
    packages: ['astro'],
    config: /^astro\.config\.[cm]?[jt]s$/,
    publicVariable: /^PUBLIC_/,
    how: 'Astro writes PUBLIC_ variables into client scripts',
    client: /^src\/components\/.*\.(?:jsx|tsx|vue|svelte)$/,
    server: /^src\/(?:pages\/.*\.[jt]s|middleware\.[jt]s|actions\/.*)$|(?:^|\/)server\//,
    universal: /\.astro$/,
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
    how: 'Expo writes the values of EXPO_PUBLIC_ variables into the app that users install',
    client: /^(?:src\/|app\/|components\/|screens\/|hooks\/|App\.[jt]sx?$)(?!.*\+api\.[jt]s$)/,
    server: /\+api\.[jt]sx?$/,
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
    how: 'everything a React Native app imports is in the package that users install',
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
    how: 'Angular compiles environment files and `define` values into the bundle',
    client: /^(?:src|projects\/[^/]+\/src)\/(?!server\.ts$|main\.server\.ts$)/,
    server: /^(?:server\.ts|src\/(?:main\.)?server\.ts)$|\.server\.ts$/,
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
    how: `${VITE_HOW}, and what a loader returns goes to the browser`,
    client: /\.client\.[jt]sx?$|^app\/(?:components|hooks)\//,
    server: /\.server\.[jt]sx?$|\/\.server\/|^server\.[jt]s$|^app\/entry\.server\.[jt]sx?$/,
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
    how: VITE_HOW,
    client: null,
    server: /^src\/(?:routes\/api\/|.*\.server\.[jt]sx?$)/,
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
    how: 'Qwik writes PUBLIC_ variables into the bundle',
    client: null,
    server: /^src\/routes\/.*(?:plugin|index)(?:@[\w-]+)?\.ts$|(?:^|\/)server\//,
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
    how: 'everything of an Electron app, its main process too, is on the disks of its users',
    client: /^(?:src|app|electron)\/|^(?:main|preload|renderer)\.[cm]?[jt]s$/,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'out' }, { folder: 'dist' }],
    source: 'https://electron-vite.org/guide/env-and-mode',
  },
  {
    id: 'plasmo',
    name: 'browser extension',
    packages: ['plasmo', 'wxt'],
    config: /^(?:wxt\.config\.[jt]s|manifest\.json)$/,
    publicVariable: /^(?:PLASMO_PUBLIC_|WXT_|VITE_)/,
    how: 'everything in an extension is on the disks of its users',
    client: IN_SRC,
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
    publicVariable: /^PUBLIC_/,
    how: 'Rsbuild writes the values of PUBLIC_ variables into the bundle',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://rsbuild.rs/guide/advanced/env-vars#public-variables',
  },
  {
    id: 'worker',
    name: 'Cloudflare Workers',
    packages: ['wrangler'],
    config: /^wrangler\.(?:toml|jsonc?)$/,
    publicVariable: null,
    how: 'a Worker runs on the server',
    client: null,
    server: /^(?:src|functions|worker)\//,
    serverRoute: 'a secret of the Worker',
    outputs: [],
    source: 'https://developers.cloudflare.com/workers/configuration/secrets/',
  },
  {
    id: 'vite',
    name: 'Vite',
    packages: ['vite', 'rolldown-vite'],
    config: /^vite\.config\.[cm]?[jt]s$/,
    publicVariable: /^VITE_/,
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
    // Parcel asks for no prefix.
    publicVariable: /^/,
    how: 'Parcel writes the value of every variable that code names into the bundle, whatever its name',
    client: IN_SRC,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://parceljs.org/features/node-emulation/#environment-variables',
  },
  {
    id: 'webpack',
    name: 'webpack',
    packages: ['webpack', '@rspack/core'],
    config: /^(?:webpack|rspack)\.config\.[cm]?[jt]s$/,
    publicVariable: null,
    how: 'DefinePlugin, EnvironmentPlugin and dotenv-webpack write values into the bundle',
    client: null,
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
    publicVariable: null,
    how: '`define` and the replace plugin write values into the bundle',
    client: null,
    server: SERVER_FOLDER,
    serverRoute: 'a server of your own',
    outputs: [{ folder: 'dist' }],
    source: 'https://esbuild.github.io/api/#define',
  },
];

/** Folders that wrap a web build into an app; any framework may be within. Source: Capacitor's and Tauri's documentation. */
export const WRAPPED_OUTPUTS: readonly string[] = [
  'android/app/src/main/assets/public',
  'ios/App/App/public',
  'storybook-static',
];
