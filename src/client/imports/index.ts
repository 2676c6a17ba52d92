import path from 'node:path';
import type { Omission } from '../../finding.js';
import type { Package } from '../../project/package.js';
import { pathAliases } from './path-aliases.js';
import { scriptsBelow } from '../../project/scripts.js';
import { treesOf, type SyntaxTree } from '../../syntax/index.js';
import { classify, type Classification } from '../classify.js';
import { importersIn, textOf } from './importers.js';
import { Resolver } from './resolver.js';
import { type Need, ScriptModule } from './script-module.js';

/** Scripts of a package that are looked at, and importing ones that are parsed: a second or two at most. */
const LIMITS = { scripts: 20_000, parsed: 2000 };

/** Exports of a page that Next.js takes out of what browsers get. */
const SERVER_EXPORTS: ReadonlySet<string> = new Set(['getServerSideProps', 'getStaticProps', 'getStaticPaths']);

interface Graph {
  readonly resolver: Resolver;
  readonly importers: ReadonlyMap<string, readonly string[]>;
}

interface ParsedFile {
  readonly module: ScriptModule | null;
  readonly classification: Classification;
}

/** A file on the way from a problem to client code, and who led there. */
interface Step {
  readonly file: string;
  readonly need: Need;
  readonly from: Step | null;
}

/**
 * Follows imports from code to the client code that pulls it into the browser. Made for one scan, since files change;
 * nothing is read before the first question about a package.
 */
export class Imports {
  /** Where not all imports were followed. */
  readonly omissions: Omission[] = [];
  readonly #graphs = new Map<string, Graph>();
  readonly #parsed = new Map<string, ParsedFile>();
  readonly #limits: typeof LIMITS;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  /**
   * How browsers come to run what stands from `start` to `end` of `file` (absolute), a clause for people: `imported by
   * app/chat.tsx, which begins with 'use client'`. `null` where nothing leads there.
   */
  wayToClient(
    file: string,
    tree: SyntaxTree,
    { start, end }: { readonly start: number; readonly end: number },
    found: Package,
  ): string | null {
    const graph = this.#graphOf(found);
    const open: Step[] = [{ file, need: new ScriptModule(tree).needOf(start, end), from: null }];
    const seen = new Set<string>();
    for (let step = open.shift(); step !== undefined; step = open.shift()) {
      for (const next of this.#importing(step, graph, found)) {
        const { classification, module } = this.#parse(next.file, found);
        if (classification.side === 'client' && isShipped(next.need)) return wayOf(next, classification, found);
        const id = `${next.file}\0${next.need === 'loaded' ? '' : [...next.need].sort().join('\0')}`;
        const isServer = classification.side === 'server' && classification.isMarked;
        if (module === null || isServer || seen.has(id)) continue;
        seen.add(id);
        open.push(next);
      }
    }
    return null;
  }

  /** The files that take what is needed from the file of a step. */
  #importing(step: Step, { importers, resolver }: Graph, found: Package): Step[] {
    return (importers.get(step.file) ?? []).flatMap((file) => {
      const takings = this.#parse(file, found).module?.takings ?? [];
      return takings
        .filter(({ specifier }) => resolver.resolve(file, specifier) === step.file)
        .map(({ needFor }) => ({ file, need: needFor(step.need), from: step }))
        .filter(({ need }) => need === 'loaded' || need.size > 0);
    });
  }

  #graphOf({ folder }: Package): Graph {
    let graph = this.#graphs.get(folder);
    if (graph === undefined) {
      const { files, isComplete } = scriptsBelow(folder, this.#limits.scripts);
      if (!isComplete) this.#leaveOut(folder, `only ${this.#limits.scripts} of its scripts were looked at`);
      const resolver = new Resolver(files, pathAliases(folder));
      graph = { resolver, importers: importersIn(files, resolver) };
      this.#graphs.set(folder, graph);
    }
    return graph;
  }

  #parse(file: string, found: Package): ParsedFile {
    let parsed = this.#parsed.get(file);
    if (parsed === undefined) {
      const { parsed: most } = this.#limits;
      if (this.#parsed.size === most) this.#leaveOut(found.folder, `only ${most} of its scripts were parsed`);
      const text = textOf(file);
      const [tree] = this.#parsed.size < most ? treesOf(text) : [];
      parsed = { module: tree ? new ScriptModule(tree) : null, classification: classify(file, text, found) };
      this.#parsed.set(file, parsed);
    }
    return parsed;
  }

  #leaveOut(folder: string, why: string): void {
    this.omissions.push({ what: folder, why: `imports of client code were not all followed: ${why}` });
  }
}

/** Whether what is needed of a file of client code gets to browsers. */
function isShipped(need: Need): boolean {
  return need === 'loaded' || [...need].some((name) => !SERVER_EXPORTS.has(name));
}

function wayOf(step: Step, { isMarked, reason, framework }: Classification, { folder }: Package): string {
  const clauses: string[] = [];
  for (let at: Step = step; at.from !== null; at = at.from) {
    clauses.unshift(`imported by ${path.relative(folder, at.file).replaceAll(path.sep, '/')}`);
  }
  const why = isMarked ? reason.replace(/^it /, '') : `${framework?.name ?? 'the build'} sends to the browser`;
  return `${clauses.join(', ')}, which ${why}`;
}
