import { ISSUERS, type IssuerId } from '../keys/issuers.js';
import type { DetectSettings } from './detection.js';
import { isAlphanumeric } from './boundaries.js';

/** A place in a text that points to an issuer. */
export interface Clue {
  readonly issuer: IssuerId;
  readonly kind: 'host' | 'package';
  /** The host or package name as the table has it. */
  readonly name: string;
  readonly index: number;
}

/** Every host and package of the issuers' table, and the user's gateways, that `text` names; in order. */
export function findClues(text: string, settings: DetectSettings): Clue[] {
  const { pattern, rows } = compiled(settings);
  const clues: Clue[] = [];
  for (const { 0: name, index } of text.matchAll(pattern)) {
    const row = rows.get(name.toLowerCase());
    if (row !== undefined && standsAlone(text, index, index + name.length, row)) {
      clues.push({ issuer: row.issuer, kind: row.kind, name: row.name, index });
    }
  }
  return clues;
}

interface ClueRow {
  readonly issuer: IssuerId;
  readonly kind: Clue['kind'];
  readonly name: string;
  readonly subdomains: boolean;
}

interface CompiledClues {
  readonly pattern: RegExp;
  readonly rows: ReadonlyMap<string, ClueRow>;
}

const cache = new WeakMap<DetectSettings, CompiledClues>();

function compiled(settings: DetectSettings): CompiledClues {
  const known = cache.get(settings);
  if (known !== undefined) return known;
  const rows = new Map<string, ClueRow>();
  const add = (issuer: IssuerId, kind: Clue['kind'], name: string): void => {
    const subdomains = name.startsWith('.');
    const bare = subdomains ? name.slice(1) : name;
    rows.set(bare.toLowerCase(), { issuer, kind, name: bare, subdomains });
  };
  for (const { id, hosts, packages } of ISSUERS) {
    for (const host of hosts) add(id, 'host', host);
    for (const name of packages) add(id, 'package', name);
  }
  for (const { host } of settings.gateways) add('new-api', 'host', host);
  const longestFirst = [...rows.keys()].sort((a, b) => b.length - a.length);
  const result = { pattern: new RegExp(longestFirst.map(escapeRegExp).join('|'), 'gi'), rows };
  cache.set(settings, result);
  return result;
}

/** Whether the name is not a part of a longer one: `notapi.starrise.ai`, `api.starrise.ai.example.org`. */
function standsAlone(text: string, start: number, end: number, { kind, subdomains }: ClueRow): boolean {
  const before = text.charCodeAt(start - 1);
  const longerLeft =
    start > 0 && (isAlphanumeric(before) || before === 0x2d || before === 0x5f || (before === 0x2e && !subdomains));
  if (longerLeft && !/(?:%2f|\\u002f|\\x2f|%40|\\[nrt])$/i.test(text.slice(Math.max(0, start - 6), start)))
    return false;
  // What follows the dot of a package is a module of it, or `.git`.
  const goesOn = kind === 'host' ? /^(?:[\w-]|\.[A-Za-z])/ : /^[\w-]/;
  return !goesOn.test(text.slice(end, end + 2));
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
