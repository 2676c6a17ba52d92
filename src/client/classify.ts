import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Package } from '../project/package.js';
import { directiveOf } from './directive.js';
import { type Framework, FRAMEWORKS } from './frameworks.js';

export type Side = 'client' | 'server' | 'universal' | 'unknown';

/** Where a file runs, and why we think so. */
export interface Classification {
  readonly side: Side;
  /** A clause for people. */
  readonly reason: string;
  /** What builds the project, `null` where nothing says. */
  readonly framework: Framework | null;
  readonly package: Package | null;
  /** Whether the file says so itself; else it follows from where it lies. */
  readonly isMarked: boolean;
  /** Whether it is client code only through what imports it, and so code of both sides. */
  readonly isFollowed?: true;
}

interface Mark {
  /** What every text of the kind holds: looked for first, because that is a tenth of the pattern's work. */
  readonly words: readonly string[];
  readonly pattern: { test(text: string): boolean };
  readonly side: Side;
  readonly reason: string;
}

/** What a file says of itself counts more than where it lies. Sources: the documentation of each framework and platform. */
const MARKS: readonly Mark[] = [
  { words: ['use client'], pattern: beginsWith('use client'), side: 'client', reason: "it begins with 'use client'" },
  { words: ['use server'], pattern: beginsWith('use server'), side: 'server', reason: "it begins with 'use server'" },
  {
    words: ['server-only'],
    pattern: /^[ \t]*import\s+['"]server-only['"]/m,
    side: 'server',
    reason: "it imports 'server-only'",
  },
  {
    words: ['client-only'],
    pattern: /^[ \t]*import\s+['"]client-only['"]/m,
    side: 'client',
    reason: "it imports 'client-only'",
  },
  {
    words: ['/private'],
    pattern: /from\s+['"]\$(?:env\/(?:static|dynamic)|app\/env)\/private['"]/,
    side: 'server',
    reason: 'it imports private variables',
  },
  {
    words: ['express', 'fastify', 'koa', 'hono', '@nestjs/core', 'elysia'],
    pattern: /from\s+['"](?:express|fastify|koa|hono|@hono\/node-server|@fastify\/[\w-]+|@nestjs\/core|elysia)['"]/,
    side: 'server',
    reason: 'it makes a server',
  },
  {
    words: ['bun:', 'Deno.'],
    pattern: /^(?:import\s[^;'"]*\sfrom\s+)?['"]?bun:|\bDeno\.(?:serve|env)\b/m,
    side: 'server',
    reason: 'it runs on a server',
  },
  {
    words: ['fetch', 'onRequest'],
    pattern: /^export\s+(?:default\s+\{[^}]{0,200}?\b(?:async\s+)?fetch\s*\(|const\s+onRequest\b)/m,
    side: 'server',
    reason: 'it is a Worker or an edge function',
  },
];

/** Of no browser, whatever folder they lie in. */
const TESTS = /(?:^|\/)(?:__tests__|__mocks__|tests?|e2e|cypress)\/|\.(?:test|spec|cy|e2e)\.[cm]?[jt]sx?$/;
/** What runs while building, in a project with a build. */
const TOOLING = /(?:^|\/)scripts\/|\.config\.[cm]?[jt]s$/;
/** Built for a browser by Storybook, in a project of any framework. */
const STORIES = /\.stories\.[jt]sx?$|(?:^|\/)\.storybook\/(?:preview|manager)\.[jt]sx?$/;
/** What is copied to where it is served from, as it stands. */
const SERVED = /^(?:public|static)\/.*\.(?:[cm]?js|html?)$/;
const PAGE = /\.html?$/i;

/** Longer files are bundles, which hold what others say of themselves. In UTF-16 units. */
const HEAD = 1 << 16;

/** Classifies `file` (absolute) by its text and the package it is in. */
export function classify(file: string, text: string, found: Package | null): Classification {
  const framework = found === null ? null : frameworkOf(found);
  const head = text.slice(0, HEAD);
  const mark = MARKS.find(({ words, pattern }) => words.some((word) => head.includes(word)) && pattern.test(head));
  const { side, reason } = mark ?? sideByPlace(file, found, framework);
  return { side, reason, framework, package: found, isMarked: mark !== undefined };
}

function sideByPlace(
  file: string,
  found: Package | null,
  framework: Framework | null,
): Pick<Classification, 'side' | 'reason'> {
  const name = path.relative(found?.folder ?? path.dirname(file), file).replaceAll(path.sep, '/');
  if (framework !== null) return sideIn(name, framework);
  if (TESTS.test(name)) return IN_TESTS;
  if (SERVED.test(name)) return SERVED_SO;
  if (PAGE.test(name)) return { side: 'client', reason: 'browsers load pages' };
  return { side: 'unknown', reason: 'no framework is known here' };
}

const SERVED_SO = { side: 'client', reason: 'it is served as it stands' } as const;
const IN_TESTS = { side: 'server', reason: 'it runs in tests' } as const;

function sideIn(
  name: string,
  { name: framework, client, server, universal }: Framework,
): Pick<Classification, 'side' | 'reason'> {
  if (STORIES.test(name)) return { side: 'client', reason: 'Storybook shows it in a browser' };
  if (name === 'app.config.ts' || name === 'app.config.js')
    return { side: 'client', reason: `${framework} sends it along` };
  if (TESTS.test(name)) return IN_TESTS;
  if (TOOLING.test(name)) return { side: 'server', reason: 'it runs while building' };
  if (SERVED.test(name)) return SERVED_SO;
  if (server?.test(name)) return { side: 'server', reason: `${framework} runs ${name} on the server` };
  if (client?.test(name)) return { side: 'client', reason: `${framework} sends ${name} to the browser` };
  if (universal?.test(name)) return { side: 'universal', reason: `${framework} may run ${name} on either side` };
  return { side: 'unknown', reason: `nothing says where ${framework} runs ${name}` };
}

/** Whether the file becomes client code where client code imports it, which it does not say of itself. */
export function mayBeImported(file: string, { framework, side, package: found, isMarked }: Classification): boolean {
  if (isMarked || side === 'client' || found === null || framework?.followsInto === undefined) return false;
  const name = path.relative(found.folder, file).replaceAll(path.sep, '/');
  return side !== 'server' || (framework.followsInto.test(name) && !TOOLING.test(name));
}

const known = new WeakMap<Package, Framework | null>();

/** The framework of a package: the first row that a dependency or a configuration file speaks for. */
export function frameworkOf(found: Package): Framework | null {
  let framework = known.get(found);
  if (framework === undefined) known.set(found, (framework = readFramework(found)));
  return framework;
}

function readFramework(found: Package): Framework | null {
  const { dependencies, entries } = found;
  const rows = FRAMEWORKS.filter(({ needsPage }) => needsPage !== true || isForBrowsers(found));
  const byDependency = rows.find(({ packages }) => packages.some((name) => dependencies.has(name)));
  if (byDependency !== undefined) return byDependency;
  const byFile = rows.find(({ config }) => entries.some((name) => config?.test(name) === true));
  return byFile ?? (isExtension(found) ? FRAMEWORKS.find(({ id }) => id === 'plasmo')! : null);
}

/** Libraries that make interfaces, and plugins of bundlers for them. */
const INTERFACES =
  /^(?:react-dom|vue|svelte|solid-js|preact|lit|lit-element|alpinejs|jquery|mithril|inferno|htmx\.org|three|phaser|ember-source|@hotwired\/.*|@vitejs\/plugin-.*|@rsbuild\/plugin-.*|html-webpack-plugin|html-rspack-plugin|vite-plugin-(?:solid|pwa|svelte)|@sveltejs\/vite-plugin-svelte)$/;

/** Bundlers build servers and libraries too. */
function isForBrowsers({ dependencies, entries }: Package): boolean {
  return entries.some((name) => PAGE.test(name)) || [...dependencies].some((name) => INTERFACES.test(name));
}

/** Many things are called manifest.json. */
function isExtension({ folder, entries }: Package): boolean {
  if (!entries.includes('manifest.json')) return false;
  try {
    return /"manifest_version"\s*:/.test(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  } catch {
    return false;
  }
}

function beginsWith(directive: 'use client' | 'use server'): Mark['pattern'] {
  return { test: (text) => directiveOf(text) === directive };
}
