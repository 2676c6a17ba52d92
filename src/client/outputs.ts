import { FRAMEWORKS, type Output, WRAPPED_OUTPUTS } from './frameworks.js';

/** Whether people outside can get at a file of a build. */
export type Exposure = 'public' | 'artefact' | 'cache';

/** What builds keep for their next run. Sources: the documentation of the frameworks; none of it is deployed. */
const CACHES = /(?:^|\/)(?:\.next\/(?:cache|dev|trace)|node_modules\/\.cache|\.parcel-cache|\.gatsby\/cache)(?:\/|$)/;

/** What users get whole, whatever its folders are called. */
const SHIPPED_WHOLE = /\.(?:crx|xpi|vsix|apk|aab|ipa|asar|tgz)(?:!\/|$)/i;

const OUTPUTS: readonly Output[] = FRAMEWORKS.flatMap(({ outputs }) => outputs);

/**
 * Whether the file at `path` is served or shipped. The path decides, from wherever it begins: `.next/server/chunks/1.js`
 * stays on the server, whatever stands before `.next`.
 */
export function exposureOf(path: string): Exposure {
  if (SHIPPED_WHOLE.test(path)) return 'public';
  if (CACHES.test(path)) return 'cache';
  return OUTPUTS.some((output) => isPrivateIn(output, path)) ? 'artefact' : 'public';
}

function isPrivateIn({ folder, public: served, private: kept }: Output, path: string): boolean {
  const at = `/${path}`.lastIndexOf(`/${folder}/`);
  if (at < 0) return false;
  const rest = path.slice(at + folder.length + 1);
  return (served !== undefined && !served.test(rest)) || kept?.test(rest) === true;
}

/** Folders that a build of any framework may have written, relative to the package; those of `dependencies` first. */
export function outputFolders(dependencies: ReadonlySet<string>): readonly string[] {
  const own = FRAMEWORKS.filter(({ packages }) => packages.some((name) => dependencies.has(name)));
  const rows = own.length > 0 ? own : FRAMEWORKS.filter(({ id }) => GENERIC.has(id));
  return [...new Set([...rows.flatMap(({ outputs }) => outputs.map(({ folder }) => folder)), ...WRAPPED_OUTPUTS])];
}

/** Whose folders are looked for where nothing says which framework built: `dist` and `build`. */
const GENERIC = new Set(['vite', 'create-react-app', 'next']);
