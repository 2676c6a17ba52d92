import type { Header, RequestSite } from '../site.js';
import { isKnown, shapeOf, type Template } from '../template.js';
import { MUSTACHES, templateAt } from './placeholders.js';
import { Variables, type Word } from './shell/script.js';

const METHODS =
  /^(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|CONNECT|WEBSOCKET|GRAPHQL)[ \t]+)?(\S+)(?:[ \t]+HTTP\/[\d.]+)?[ \t]*$/;
const VARIABLE = /^@([\w-]+)[ \t]*=[ \t]*(.*?)[ \t]*$/;
const HEADER = /^([\w-]+):[ \t]*(.*?)[ \t]*$/;

/** The requests of `.http` and `.rest` files: a line with the address, headers, an empty line, a body; `###` between. */
export function readHttp(text: string): RequestSite[] {
  const reader = new HttpReader(text);
  let at = 0;
  for (const line of text.split('\n')) {
    reader.line(line.replace(/\r$/, '').slice(0, MAX_LINE), at);
    at += line.length + 1;
  }
  return reader.done();
}

/** A longer line is a body. */
const MAX_LINE = 20_000;

interface Draft {
  readonly url: Template;
  readonly headers: {
    readonly name: string;
    readonly nameAt: { start: number; end: number };
    readonly value: Template;
  }[];
}

class HttpReader {
  readonly #text: string;
  readonly #variables = new Variables();
  readonly #drafts: Draft[] = [];
  #state: 'before' | 'headers' | 'body' = 'before';

  constructor(text: string) {
    this.#text = text;
  }

  line(line: string, at: number): void {
    if (line.startsWith('###')) {
      this.#state = 'before';
      return;
    }
    if (this.#state === 'body') return;
    if (line.trim() === '') {
      if (this.#state === 'headers') this.#state = 'body';
      return;
    }
    const variable = VARIABLE.exec(line);
    if (variable !== null) {
      const [, name = '', value = ''] = variable;
      const start = at + line.indexOf(value, line.indexOf('='));
      this.#variables.set(name, [wordAt(this.#text, start, start + value.length)], true);
    } else if (/^(?:#|\/\/)/.test(line)) return;
    else if (this.#state === 'before') this.#begin(line, at);
    else this.#header(line, at);
  }

  #begin(line: string, at: number): void {
    const found = METHODS.exec(line);
    if (found === null) return;
    const [, , url = ''] = found;
    const start = at + line.indexOf(url, found[1]?.length ?? 0);
    this.#drafts.push({ url: wordAt(this.#text, start, start + url.length), headers: [] });
    this.#state = 'headers';
  }

  #header(line: string, at: number): void {
    const found = HEADER.exec(line);
    const draft = this.#drafts.at(-1);
    if (found === null || draft === undefined) return;
    const [whole, name = '', value = ''] = found;
    const end = at + whole.trimEnd().length;
    draft.headers.push({
      name: name.toLowerCase(),
      nameAt: { start: at, end: at + name.length },
      value: wordAt(this.#text, end - value.length, end),
    });
  }

  done(): RequestSite[] {
    return this.#drafts.map(({ url, headers }) => {
      const all = headers.map(({ name, nameAt, value }): Header => {
        const resolved = this.#resolved(value);
        return { name, nameAt, value: resolved, start: nameAt.start, end: value.end };
      });
      const target = this.#resolved(url);
      const isSocket = /^wss?:/i.test(shapeOf(target));
      return {
        kind: 'request',
        url: target,
        headers: all,
        isComplete: all.length > 0,
        start: url.start,
        end: all.at(-1)?.end ?? url.end,
        ...(isSocket && { webSocket: { protocols: null, isBrowser: false } }),
      };
    });
  }

  #resolved(template: Template): Template {
    const { pieces, start, end } = this.#variables.resolved({ ...template, quoted: [], mayBeMore: false });
    return { pieces: pieces.filter((piece) => !isKnown(piece) || piece.text !== ''), start, end };
  }
}

function wordAt(text: string, start: number, end: number): Word {
  return { ...templateAt(text, start, end, MUSTACHES), quoted: [], mayBeMore: false };
}
