import { isIssuerKeyName, isSecretName } from '../keys/secret-names.js';
import type { Classification } from './classify.js';
import { clientProblem, type ClientProblem } from './problem.js';
import { audienceOf, publicVariable, serverRouteOf } from './public-variable.js';

/** What Vite and Create React App replace in pages. Sources: https://vite.dev/guide/env-and-mode#html-constant-replacement, CRA's documentation. */
const CONSTANT = /%([A-Z][A-Z0-9_]+)%/g;
const META = /<meta\b[^<>]*?\bname\s*=\s*["']?([\w:.-]+)["']?[^<>]*>/gi;
const CONTENT = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
/** An island, or a script that is given variables. Source: https://docs.astro.build/en/reference/directives-reference/ */
const IN_TAG = String.raw`(?:[^<>{}]|\{(?:[^{}]|\{[^{}]*\})*\})`;
const ISLAND = new RegExp(
  String.raw`<[A-Za-z][\w.]*\b${IN_TAG}*?\b(?:client:(?:load|idle|visible|media|only)|define:vars)\b${IN_TAG}*>`,
  'g',
);
/** A variable that a template reads. */
const READ = /\b(?:import\.meta|process)\.env\.([A-Za-z_]\w*)/g;

/** Keys in the markup of a page or component, outside of its scripts. */
export function markupProblems(file: string, text: string, classification: Classification): ClientProblem[] {
  const outside = withoutScripts(text);
  if (/\.html?$/i.test(file)) return [...constants(outside, classification), ...metas(outside, classification)];
  if (/\.astro$/i.test(file)) return [...islands(text, classification), ...reads(outside, classification)];
  return reads(outside, classification);
}

const FRONTMATTER = /^\s*---[ \t]*\r?\n[^]*?\n---/;
/** What begins a stretch that is no markup, and what ends it. */
const HIDDEN = /<script\b[^<>]*>|<!--/gi;
const SCRIPT_END = /<\/script\b[^<>]*>/gi;
const COMMENT_END = /-->/g;

/** As long as before, with blanks in the place of scripts, comments and Astro's frontmatter. */
function withoutScripts(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  const keep = (to: number): void => void pieces.push(text.slice(at, to));
  const blank = (to: number): void => {
    pieces.push(' '.repeat(to - at));
    at = to;
  };
  blank(FRONTMATTER.exec(text)?.[0].length ?? 0);
  const unended = new Set<RegExp>();
  HIDDEN.lastIndex = at;
  for (let found = HIDDEN.exec(text); found !== null; found = HIDDEN.exec(text)) {
    const end = found[0] === '<!--' ? COMMENT_END : SCRIPT_END;
    // Whose end is nowhere behind one place is nowhere behind the next.
    if (unended.has(end)) continue;
    end.lastIndex = HIDDEN.lastIndex;
    if (end.exec(text) === null) {
      unended.add(end);
      continue;
    }
    keep(found.index);
    at = found.index;
    blank(end.lastIndex);
    HIDDEN.lastIndex = at;
  }
  keep(text.length);
  return pieces.join('');
}

function constants(text: string, classification: Classification): ClientProblem[] {
  return [...text.matchAll(CONSTANT)].flatMap(({ 1: name = '', index }) => {
    const start = index + 1;
    return publicVariable(name, { start, end: start + name.length }, 'given', classification) ?? [];
  });
}

function metas(text: string, { framework }: Classification): ClientProblem[] {
  return [...text.matchAll(META)].flatMap(({ 0: tag, 1: name = '', index }) => {
    const content = CONTENT.exec(tag);
    const value = content?.[1] ?? content?.[2] ?? '';
    const isKey = isIssuerKeyName(name.replace(/[-:.]/g, '_'));
    if (!isKey || value.trim() === '') return [];
    return [
      clientProblem({
        code: 'inlined-value',
        start: index,
        end: index + tag.length,
        message: `${name} reaches ${audienceOf(framework)}: it stands in the page`,
        correction: `Take it out of the page, and let ${serverRouteOf(framework)} hold the key`,
      }),
    ];
  });
}

/** Properties of islands are written into the page, whatever the names of the variables. */
function islands(text: string, { framework }: Classification): ClientProblem[] {
  return [...text.matchAll(ISLAND)].flatMap(({ 0: tag, index }) =>
    [...tag.matchAll(READ)].flatMap(({ 0: read, 1: name = '', index: at }) => {
      if (!isSecretName(name)) return [];
      const start = index + at;
      return [
        clientProblem({
          code: 'server-result',
          start,
          end: start + read.length,
          message: `${name} reaches ${audienceOf(framework)}: the properties of an island are written into the page`,
          correction: `Keep the key on the server, and send what ${serverRouteOf(framework)} gets with it`,
        }),
      ];
    }),
  );
}

function reads(text: string, classification: Classification): ClientProblem[] {
  return [...text.matchAll(READ)].flatMap(
    ({ 0: read, 1: name = '', index }) =>
      publicVariable(name, { start: index, end: index + read.length }, 'member', classification) ?? [],
  );
}
