import type { SyntaxTree } from '../../syntax/index.js';
import type { Site } from '../site.js';
import { argumentsOf, isCall, spanOf, type Call, type CallAt } from './call.js';
import * as clients from './clients.js';
import { functionOf, type FunctionNode } from './functions.js';
import { logSites } from './logs.js';
import { Program, type Node } from './program.js';
import { readEventSource, readFetch, readUrl } from './readers/fetch.js';
import { readJquery } from './readers/jquery.js';
import { readMethodClient } from './readers/method-client.js';
import { readOptionsClient } from './readers/options-client.js';
import { readNodeHttp } from './readers/node-http.js';
import { readGenerativeAi, readSdk } from './readers/sdk.js';
import { readSuperagent } from './readers/superagent.js';
import { readUndici } from './readers/undici.js';
import { environmentSites } from './readers/variables.js';
import { readWebSocket } from './readers/web-socket.js';
import { readXhr } from './readers/xhr.js';
import type { Reader, Script, Versions } from './request.js';
import { NO_BINDINGS, Values, type Bindings } from './values.js';

/** What runs in a browser says so. */
const BROWSER = /\bwindow\.|\bdocument\.|['"]use client['"]|\bimport\.meta\.env\b/;

/** Who reads a call, by where its callee comes from; the first that fits. Everything else may be a client of methods. */
const READERS: readonly (readonly [reads: (origin: string) => boolean, read: Reader<Site>])[] = [
  [(origin) => origin === ':URL', readUrl],
  [(origin) => clients.FETCHES.has(origin), readFetch],
  [(origin) => clients.WEB_SOCKETS.has(origin), readWebSocket],
  [(origin) => clients.EVENT_SOURCES.has(origin), readEventSource],
  [(origin) => clients.NODE_HTTP.test(origin), readNodeHttp],
  [(origin) => clients.JQUERY.test(origin), readJquery],
  [(origin) => clients.OPTIONS_CLIENTS.test(origin), readOptionsClient],
  [(origin) => clients.SUPERAGENT.test(origin), readSuperagent],
  [(origin) => clients.SDKS.has(origin), readSdk],
  [(origin) => origin === ':XMLHttpRequest', readXhr],
];

/** Who reads a call on something that this file makes. */
const ON_INSTANCES: readonly Reader<Site>[] = [readUndici, readGenerativeAi, readMethodClient];

/** How many calls lead into one another, and how many are read inside functions in one file: a bundle is one function. */
const MAX_DEPTH = 3;
const MAX_READ_INSIDE = 5000;

/** The sites of the scripts of a text: what they request, set up, put together and log. */
export function readScripts(trees: readonly SyntaxTree[], text: string, versions: Versions = {}): Site[] {
  if (trees.length === 0) return [];
  const inBrowser = BROWSER.test(text);
  return trees.flatMap((tree) => readScript(tree, inBrowser, versions));
}

function readScript(tree: SyntaxTree, inBrowser: boolean, versions: Versions): Site[] {
  const program = new Program(tree);
  const values = new Values(program, tree);
  const script = { program, values, inBrowser, versions };
  const sites = [...new Calls(script).sites(), ...environmentSites(script), ...logSites(script)];
  return values.isExhausted ? [...sites, { kind: 'unread', ...spanOf(tree.ast as Node) }] : sites;
}

/** Reads every call of a script, and those inside its functions once more for each call of the function. */
class Calls {
  readonly #script: Script;
  /** In the order of the text. */
  readonly #all: readonly Call[];
  #readInside = 0;

  constructor(script: Script) {
    this.#script = script;
    this.#all = script.program.nodes.filter(isCall).sort((a, b) => spanOf(a).start - spanOf(b).start);
  }

  sites(): Site[] {
    return this.#all.flatMap((call) => this.#sitesAt(call, NO_BINDINGS, 0));
  }

  #sitesAt(node: Call, bindings: Bindings, depth: number): Site[] {
    const { program, values } = this.#script;
    if (values.isExhausted) return [];
    const origin = program.originOf(node.callee);
    const call: CallAt = { node, origin, args: argumentsOf(node, bindings), bindings, ...spanOf(node) };
    if (origin !== null) {
      const [, read] = READERS.find(([reads]) => reads(origin)) ?? [];
      return (read ?? readMethodClient)(call, this.#script);
    }
    const called = functionOf(node.callee, program);
    if (called !== null) return this.#inside(called, node, bindings, depth);
    return ON_INSTANCES.flatMap((read) => read(call, this.#script));
  }

  /** The calls in a function of this file, with what its parameters are at this call. */
  #inside(called: FunctionNode, call: Call, bindings: Bindings, depth: number): Site[] {
    if (depth >= MAX_DEPTH || called.params.length === 0 || this.#readInside > MAX_READ_INSIDE) return [];
    const inner = this.#within(called);
    this.#readInside += inner.length;
    if (inner.length === 0 || this.#readInside > MAX_READ_INSIDE) return [];
    const inside = this.#script.values.bindingsAt(call, called, bindings);
    return inner.flatMap((each) => this.#sitesAt(each, inside, depth + 1));
  }

  /** The calls of a function's text; at most one more than may be read. */
  #within(called: FunctionNode): Call[] {
    const { start, end } = spanOf(called);
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spanOf(this.#all[middle]!).start < start) low = middle + 1;
      else high = middle;
    }
    const inner: Call[] = [];
    for (let at = low; at < this.#all.length && inner.length <= MAX_READ_INSIDE; at++) {
      const call = this.#all[at]!;
      if (spanOf(call).start >= end) break;
      inner.push(call);
    }
    return inner;
  }
}
