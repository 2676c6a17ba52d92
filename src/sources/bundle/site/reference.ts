/** An address that a file of a site names. */
export interface Reference {
  /** As it is written there, entities and escapes read. */
  readonly address: string;
  readonly role: Role;
  /** True where the text only looks like an address, or where it may start from several places: not being there is no news. */
  readonly guess: boolean;
}

/**
 * `page`: a document, of the site only. `script`: what a page itself loads as code: its host is one of the site's asset
 * hosts. `file`: anything else that is read, of hosts already known. `map`: the source map of the file that names it.
 */
export type Role = 'page' | 'script' | 'file' | 'map';

export function reference(role: Role, address: string): Reference {
  return { role, address, guess: false };
}

/** Images, fonts and media: nothing is read in them, so they are not asked for. SVG is text. */
export const UNREAD =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|og[gv]|wav|mov|pdf)$/i;

/** Names of files in which keys are looked for, as scripts and manifests name them. */
export const READ = 'm?js|cjs|json|wasm|css|html?|webmanifest|map|rsc|txt|svg';
