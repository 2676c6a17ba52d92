import type { Confidence, Evidence } from '../finding.js';
import type { FormFit } from '../keys/forms.js';
import type { IssuerId } from '../keys/issuers.js';
import { findClues, type Clue } from './clues.js';
import type { DetectSettings } from './detection.js';
import { baseHosts, gatewayHosts, type NamedHost } from './gateway-hosts.js';
import { issuerNameBeside } from './names.js';
import { lowerBound } from './order.js';

export interface Attribution {
  /** An issuer, or `ambiguous`. */
  readonly issuer: IssuerId | 'ambiguous';
  readonly candidates: readonly IssuerId[];
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** What stands around a key in the file, asked for once per text. */
export interface Surroundings {
  readonly text: string;
  /** In the order of the text. */
  readonly clues: readonly Clue[];
  /** The first clue for each issuer that the text points to. */
  readonly firstClues: readonly Clue[];
  /** The hosts that bases are set to and that nobody told us of, in the order of the text. */
  readonly bases: () => readonly NamedHost[];
  readonly settings: DetectSettings;
  readonly lineOf: (index: number) => number;
}

export function surroundingsOf(
  text: string,
  settings: DetectSettings,
  lineOf: (index: number) => number,
): Surroundings {
  const clues = findClues(text, settings);
  const known = new Set(clues.map(({ name }) => name));
  let bases: readonly NamedHost[] | null = null;
  return {
    text,
    clues,
    firstClues: firstOfEach(clues),
    bases: () => (bases ??= baseHosts(text).filter(({ host }) => host.length <= LONGEST_NAME && !known.has(host))),
    settings,
    lineOf,
  };
}

/** A host this close, in characters and lines, belongs to the key's own statement, block or configuration entry. */
const NEAR = 1500;
const NEAR_LINES = 12;

/** Who minted the key at `[start, end)` of the surroundings and, for what may be a gateway's key, which are named near it. */
export function attribute(fit: FormFit, start: number, end: number, around: Surroundings): Attribution {
  const attribution = mintOf(fit, start, end, around);
  const { issuer, candidates, evidence } = attribution;
  if (issuer === 'new-api' || issuer === 'one-api') {
    const said = new Set(evidence.map(({ name }) => name));
    const hosts = hostsNear(start, end, around).filter(({ name }) => !said.has(name));
    return { ...attribution, evidence: [...evidence, ...hosts] };
  }
  const base = candidates.includes('new-api') ? baseNear(start, end, around) : null;
  return base === null ? attribution : { ...attribution, evidence: [...evidence, base] };
}

function hostsNear(start: number, end: number, around: Surroundings): Evidence[] {
  const from = Math.max(0, start - NEAR);
  return gatewayHosts(around.text.slice(from, end + NEAR), start - from, end - from, around.settings)
    .map(({ host, index, isKnown }) => ({ index: from + index, name: host, isKnown }))
    .filter((host) => isNear(host, start, end, around))
    .map(({ name, index, isKnown }) => {
      const line = around.lineOf(index);
      return { kind: 'host', detail: `${isKnown ? 'host' : 'the base'} ${name} on line ${line}`, line, name };
    });
}

/** The nearest base, of a host that nobody told us of. It decides nothing, but it may be the user's gateway. */
function baseNear(start: number, end: number, around: Surroundings): Evidence | null {
  const bases = around.bases();
  let nearest: { readonly name: string; readonly index: number } | null = null;
  for (let at = lowerBound(bases, start - NEAR - LONGEST_NAME, indexOf); at < bases.length; at++) {
    const { host: name, index } = bases[at]!;
    if (index > end + NEAR) break;
    const base = { name, index };
    if (!isNear(base, start, end, around)) continue;
    if (nearest === null || distance(base, start, end) < distance(nearest, start, end)) nearest = base;
  }
  if (nearest === null) return null;
  const { name, index } = nearest;
  const line = around.lineOf(index);
  const detail = `the base ${name} on line ${line}: if that is your gateway, name it in \`gateways\``;
  return { kind: 'base', detail, line, name };
}

/** By its form, else a name beside it, else hosts and packages. */
function mintOf(fit: FormFit, start: number, end: number, around: Surroundings): Attribution {
  const formEvidence: Evidence = { kind: evidenceKind(fit), detail: fit.says };
  const suffix: Evidence[] =
    fit.suffix === ''
      ? []
      : [{ kind: 'suffix', detail: `channel suffix ${fit.suffix}, as an admin of the gateway writes it` }];
  if (fit.issuers.length === 1 && fit.proof !== 'context') {
    const clue = nearClues(fit, start, end, around)[0] ?? around.firstClues.find(({ issuer }) => mayMint(fit, issuer));
    return decided(fit.issuers[0]!, 'high', [
      formEvidence,
      ...suffix,
      ...(clue === undefined ? [] : [clueEvidence(clue, around)]),
    ]);
  }
  if (fit.suffix !== '') return decided('new-api', 'high', [...suffix, formEvidence]);
  const beside = issuerNameBeside(around.text, start, end, around.settings);
  if (beside?.issuer != null && mayMint(fit, beside.issuer)) {
    const line = around.lineOf(start);
    return decided(beside.issuer, 'high', [
      { kind: 'variable', detail: `the name ${beside.name} beside it`, line, name: beside.name },
      formEvidence,
    ]);
  }
  return byClues(fit, start, end, around, formEvidence);
}

function byClues(fit: FormFit, start: number, end: number, around: Surroundings, formEvidence: Evidence): Attribution {
  const near = nearClues(fit, start, end, around);
  const winner = unrivalled(near, start, end, around);
  if (winner !== null) return decided(winner.issuer, 'high', [clueEvidence(winner, around), formEvidence]);
  const pointers = near.length > 0 ? firstOfEach(near) : around.firstClues.filter(({ issuer }) => mayMint(fit, issuer));
  if (near.length === 0 && pointers.length === 1) {
    return decided(pointers[0]!.issuer, 'medium', [clueEvidence(pointers[0]!, around), formEvidence]);
  }
  return {
    issuer: 'ambiguous',
    candidates: pointers.length > 1 ? pointers.map(({ issuer }) => issuer) : fit.issuers,
    confidence: 'medium',
    evidence: [formEvidence, ...pointers.map((clue) => clueEvidence(clue, around))],
  };
}

/** Clues near the key for an issuer that may have minted it, nearest first. */
function nearClues(fit: FormFit, start: number, end: number, around: Surroundings): Clue[] {
  const clues: Clue[] = [];
  for (let at = lowerBound(around.clues, start - NEAR - LONGEST_NAME, indexOf); at < around.clues.length; at++) {
    const clue = around.clues[at]!;
    if (clue.index > end + NEAR) break;
    if (mayMint(fit, clue.issuer) && isNear(clue, start, end, around)) clues.push(clue);
  }
  return clues.sort((a, b) => distance(a, start, end) - distance(b, start, end));
}

const indexOf = ({ index }: Pick<Clue, 'index'>): number => index;

/** Names of hosts are shorter. */
const LONGEST_NAME = 256;

/** Whether a key of this form may be `issuer`'s. One API's keys work at any gateway, so a clue for either counts. */
function mayMint({ issuers }: FormFit, issuer: IssuerId): boolean {
  const atGateway = (id: IssuerId): boolean => id === 'new-api' || id === 'one-api';
  return issuers.includes(issuer) || (atGateway(issuer) && issuers.some(atGateway));
}

/** The nearest clue, where no clue for another issuer is nearly as near, or in the same list of hosts. */
function unrivalled(near: readonly Clue[], start: number, end: number, { lineOf }: Surroundings): Clue | null {
  const [first] = near;
  if (first === undefined) return null;
  const isListed = (clue: Clue): boolean =>
    lineOf(clue.index) === lineOf(first.index) && lineOf(clue.index) !== lineOf(start);
  const isRival = (clue: Clue): boolean =>
    clue.issuer !== first.issuer && (isListed(clue) || distance(clue, start, end) < 2 * distance(first, start, end));
  return near.some(isRival) ? null : first;
}

function isNear(
  clue: Pick<Clue, 'name' | 'index'>,
  start: number,
  end: number,
  { text, lineOf }: Surroundings,
): boolean {
  if (distance(clue, start, end) > NEAR) return false;
  const lines = Math.abs(lineOf(clue.index) - lineOf(start));
  const between = clue.index < start ? text.slice(clue.index, start) : text.slice(end, clue.index);
  return lines + escapedLinesIn(between) <= NEAR_LINES;
}

/** Ends of lines as JSON writes them: a source map of one line holds whole programs. */
function escapedLinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\\n'); at !== -1; at = text.indexOf('\\n', at + 2)) count++;
  return count;
}

function distance(clue: Pick<Clue, 'name' | 'index'>, start: number, end: number): number {
  return clue.index < start ? start - clue.index - clue.name.length : clue.index - end;
}

function firstOfEach(clues: readonly Clue[]): Clue[] {
  const first = new Map<IssuerId, Clue>();
  for (const clue of clues) if (!first.has(clue.issuer)) first.set(clue.issuer, clue);
  return [...first.values()];
}

function decided(issuer: IssuerId, confidence: Confidence, evidence: readonly Evidence[]): Attribution {
  return { issuer, candidates: [], confidence, evidence };
}

function clueEvidence({ kind, name, index }: Clue, { lineOf }: Surroundings): Evidence {
  const line = lineOf(index);
  return { kind, detail: `${kind} ${name} on line ${line}`, line, name };
}

function evidenceKind({ proof }: FormFit): Evidence['kind'] {
  return proof === 'context' ? 'shape' : proof;
}
