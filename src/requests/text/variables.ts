import { ANTHROPIC, BASE_VARIABLES, KEY_VARIABLES } from '../../gateway/sdks.js';
import type { ClientSite, Header, RequestSite, Site } from '../site.js';
import { concatenated, shapeOf, sliceOf, type Template } from '../template.js';
import { AGENT_SETTINGS } from './agents.js';
import { OPENCODE_FILE, readOpencode } from './opencode.js';
import { templateAt, VARIABLES } from './placeholders.js';

/** More headers for every request of Claude Code and the Anthropic SDKs: `Name: value`, one a line. */
const CUSTOM_HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';
const NAMES = [...BASE_VARIABLES, ...KEY_VARIABLES].map(({ name }) => name).concat(CUSTOM_HEADERS);

/** `NAME=value`, `NAME: value`, `"NAME": "value"`, `ENV NAME value`; a line that is a comment is none. */
const ASSIGNMENT = new RegExp(
  String.raw`(?<![\w$%{.-])(${NAMES.join('|')})(?:["']?\]?[ \t]*[:=][ \t]*|["']?,[ \t]*|[ \t]+(?=["']?https?://))(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^\s"',;#]+(?:[ \t]sk-[^\s"',;#]*)?))`,
  'g',
);
/** Behind a name without quotes. */
const IS_SET = /^[ \t]*=/;
/** `getenv("NAME", "default")`: the program reads it, and the default is for what the program does with it. */
const IS_READ = /(?:getenv|environ\.get|\benv|config|getProperty|GetEnv\w*|getEnv\w*)\($/;
/** A program that puts the version behind a base by itself: `f"{base}/v1/videos"`, `base + "/v1/models"`. */
const ADDS_VERSION = /[}"'`]\/v1(?:beta)?\//;
const COMMENT = /^[ \t]*(?:#|\/\/|;|--|REM\b)/;

interface Setting {
  readonly name: string;
  readonly nameAt: { readonly start: number; readonly end: number };
  readonly value: Template;
}

/**
 * What `.env` files, shells, containers, CI, programs and the settings of agents tell SDKs and agents. Where `isCode`, a
 * name counts in quotes, as in `os.environ["NAME"] = …`: without them it is a constant, which any client may be given.
 */
export function readVariables(text: string, path: string, isCode: (index: number) => boolean): Site[] {
  const settings = settingsIn(text, isCode);
  return [...BASE_VARIABLES.flatMap(({ name }) => clientsOf(name, settings)), ...agentsIn(text, path)];
}

function settingsIn(text: string, isCode: (index: number) => boolean): Setting[] {
  const settings: Setting[] = [];
  const addsVersion = ADDS_VERSION.test(text);
  let [lineStart, lineEnd] = [0, 0];
  for (const { 0: whole, 1: name = '', 2: double, 3: single, 4: bare, index } of text.matchAll(ASSIGNMENT)) {
    while (lineEnd <= index) {
      lineStart = lineEnd;
      const newline = text.indexOf('\n', lineStart);
      lineEnd = newline < 0 ? Infinity : newline + 1;
    }
    const inner = double ?? single ?? bare ?? '';
    if (inner === '' || COMMENT.test(text.slice(lineStart, lineStart + 80))) continue;
    if (IS_SET.test(whole.slice(name.length)) && isCode(index)) continue;
    if (addsVersion && IS_READ.test(text.slice(Math.max(lineStart, index - 30), index).replace(/["']$/, ''))) continue;
    const end = index + whole.length - (bare === undefined ? 1 : 0);
    settings.push({
      name,
      nameAt: { start: index, end: index + name.length },
      value: templateAt(text, end - inner.length, end, VARIABLES),
    });
  }
  return settings;
}

/** The bases under one name; with a single one go the keys that are set once, too. */
function clientsOf(name: string, settings: readonly Setting[]): Site[] {
  const { sdk } = BASE_VARIABLES.find((row) => row.name === name)!;
  const bases = settings.filter((setting) => setting.name === name);
  const only = bases.length === 1 ? bases[0] : undefined;
  const rows = only === undefined ? [] : KEY_VARIABLES.filter((row) => row.sdk === sdk);
  const keys = rows.flatMap((row) => onlyOne(row.name, settings) ?? []);
  const custom = sdk === ANTHROPIC ? onlyOne(CUSTOM_HEADERS, settings) : null;
  const headers = only && custom ? headersOf(custom.value) : [];
  const clients = bases.map(({ value }): ClientSite => ({
    kind: 'client',
    sdk: { ...sdk, keys: Object.fromEntries(rows.map((row) => [row.name, row.place])) },
    base: value,
    keys: headers.length > 0 ? [] : keys.map((key) => ({ option: key.name, value: key.value, nameAt: key.nameAt })),
    start: value.start,
    end: value.end,
  }));
  return only && headers.length > 0 ? [...clients, customised(only.value, headers, keys)] : clients;
}

function onlyOne(name: string, settings: readonly Setting[]): Setting | null {
  const [first, ...others] = settings.filter((setting) => setting.name === name);
  return others.length > 0 ? null : (first ?? null);
}

function headersOf(value: Template): Header[] {
  return Array.from(
    shapeOf(value).matchAll(/([\w-]+):[ \t]*((?:(?!\\n)[^\n])*)/g),
    ({ 0: whole, 1: name = '', 2: text = '', index }) => {
      const nameAt = sliceOf(value, index, index + name.length);
      const inner = sliceOf(value, index + whole.length - text.length, index + whole.length);
      return {
        name: name.toLowerCase(),
        nameAt: { start: nameAt.start, end: nameAt.end },
        value: inner,
        start: nameAt.start,
        end: inner.end,
      };
    },
  );
}

/** The request that carries the custom headers beside the credentials of the client. */
function customised(base: Template, headers: readonly Header[], keys: readonly Setting[]): RequestSite {
  const path: Template = { pieces: [{ text: ANTHROPIC.request, at: null }], start: base.end, end: base.end };
  const own = keys.map(({ name, nameAt, value }): Header => {
    const isBearer = name === 'ANTHROPIC_AUTH_TOKEN';
    const scheme: Template = { pieces: [{ text: 'Bearer ', at: null }], start: value.start, end: value.start };
    return {
      name: isBearer ? 'authorization' : 'x-api-key',
      nameAt,
      value: isBearer ? concatenated([scheme, value], value.start, value.end) : value,
      ...nameAt,
    };
  });
  const trimmed = sliceOf(base, 0, shapeOf(base).replace(/\/$/, '').length);
  const { start, end } = base;
  const url = concatenated([trimmed, path], start, end);
  return { kind: 'request', url, headers: [...headers, ...own], isComplete: false, start, end };
}

/** Bases in settings that have names of their own. */
function agentsIn(text: string, path: string): ClientSite[] {
  const file = path.replaceAll('\\', '/');
  if (OPENCODE_FILE.test(file)) return readOpencode(text);
  return AGENT_SETTINGS.filter(({ files, holds }) => files.test(file) && holds?.test(text) !== false).flatMap(
    ({ name, sdk }) => {
      const pattern = new RegExp(String.raw`^[ \t]*["']?${name}["']?[ \t]*[:=][ \t]*["']?(https?://[^\s"',#]+)`, 'gm');
      return Array.from(text.matchAll(pattern), ({ 0: whole, 1: url = '', index }): ClientSite => {
        const end = index + whole.length;
        const base = templateAt(text, end - url.length, end, VARIABLES);
        return { kind: 'client', sdk, base, keys: [], start: base.start, end };
      });
    },
  );
}
