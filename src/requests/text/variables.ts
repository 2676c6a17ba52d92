import { BASE_VARIABLES } from '../../gateway/sdks.js';
import type { Site } from '../site.js';
import { verbatim } from '../template.js';

/** `NAME=https://…`, `NAME: https://…`, `"NAME": "https://…"`, `ENV NAME https://…`; a line that is a comment is none. */
const ASSIGNMENT = new RegExp(
  String.raw`^(?![ \t]*(?:#|//|;|--)).*?(?<![\w$])(${BASE_VARIABLES.map(({ name }) => name).join('|')})["']?(?:[ \t]*[:=][ \t]*|[ \t]+)["']?(https?://[^\s"',;#$]+)(?![$#])`,
  'gm',
);

/** The base URLs that `.env` files, shells, containers, CI and the settings of agents set. */
export function readVariables(text: string): Site[] {
  return Array.from(text.matchAll(ASSIGNMENT), ({ 0: whole, 1: name, 2: url = '', index }) => {
    const base = verbatim(url, index + whole.length - url.length);
    const { sdk } = BASE_VARIABLES.find((row) => row.name === name)!;
    return { kind: 'client', sdk, base, keys: [], start: base.start, end: base.end };
  });
}
