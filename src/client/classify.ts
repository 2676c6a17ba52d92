import path from 'node:path';
import type { Package } from '../project/package.js';
import { type Framework, FRAMEWORKS } from './frameworks.js';

export type Side = 'client' | 'server' | 'universal' | 'unknown';

/** Where a file runs, and why we think so. */
export interface Classification {
  readonly side: Side;
  /** A clause for people. */
  readonly reason: string;
  /** What builds the project, `null` where nothing says. */
  readonly framework: Framework | null;
}

/** What a file says of itself counts more than where it lies. Sources: React's and SvelteKit's documentation of each. */
const MARKS: readonly { readonly pattern: RegExp; readonly side: Side; readonly reason: string }[] = [
  { pattern: directive('use client'), side: 'client', reason: "it begins with 'use client'" },
  { pattern: directive('use server'), side: 'server', reason: "it begins with 'use server'" },
  { pattern: /^\s*import\s+['"]server-only['"]/m, side: 'server', reason: "it imports 'server-only'" },
  { pattern: /^\s*import\s+['"]client-only['"]/m, side: 'client', reason: "it imports 'client-only'" },
  { pattern: /from\s+['"]\$env\/(?:static|dynamic)\/private['"]/, side: 'server', reason: 'it imports $env/…/private' },
];

/** Tests, stories of builds and what runs while building: of no browser, whatever folder they lie in. */
const TOOLING =
  /(?:^|\/)(?:__tests__|tests?|e2e|scripts|cypress)\/|\.(?:test|spec|cy)\.[cm]?[jt]sx?$|\.config\.[cm]?[jt]s$/;

/** Classifies `file` (absolute) by its text and the package it is in. Pure: the package was read before. */
export function classify(file: string, text: string, found: Package | null): Classification {
  const framework = found === null ? null : frameworkOf(found);
  const mark = MARKS.find(({ pattern }) => pattern.test(text));
  if (mark !== undefined) return { side: mark.side, reason: mark.reason, framework };
  if (found === null || framework === null) return { side: 'unknown', reason: 'no framework is known here', framework };
  const name = path.relative(found.folder, file).replaceAll(path.sep, '/');
  return { ...sideIn(name, framework), framework };
}

function sideIn(
  name: string,
  { name: framework, client, server, universal }: Framework,
): Omit<Classification, 'framework'> {
  if (TOOLING.test(name)) return { side: 'server', reason: 'it runs in tests or while building' };
  if (server?.test(name)) return { side: 'server', reason: `${framework} runs ${name} on the server` };
  if (client?.test(name)) return { side: 'client', reason: `${framework} sends ${name} to the browser` };
  if (universal?.test(name)) return { side: 'universal', reason: `${framework} may run ${name} on either side` };
  return { side: 'unknown', reason: `nothing says where ${framework} runs ${name}` };
}

/** The framework of a package: the first row that a dependency or a configuration file speaks for. */
export function frameworkOf({ dependencies, entries }: Package): Framework | null {
  const byDependency = FRAMEWORKS.find(({ packages }) => packages.some((name) => dependencies.has(name)));
  return byDependency ?? FRAMEWORKS.find(({ config }) => entries.some((name) => config?.test(name) === true)) ?? null;
}

function directive(name: string): RegExp {
  return new RegExp(String.raw`^\uFEFF?(?:\s|//[^\n]*\n|/\*[^]*?\*/)*(['"])${name}\1`);
}
