import { formsAt, bareFit, type FormFit } from '../keys/forms.js';
import { placeholderReason } from '../keys/placeholders.js';
import { Secret } from '../keys/secret.js';
import { foldedStrings, placeInSource, placeOfPart, type SyntaxTree } from '../syntax/index.js';
import { attribute, surroundingsOf, type Attribution, type Surroundings } from './attribute.js';
import { bareKeys, type BareKey } from './bare.js';
import { leftBoundary, WIDE, WIDE_PREFIX } from './boundaries.js';
import { contextAllows, isGuessable, type Place } from './context.js';
import { base64Regions } from './decoders/base64.js';
import { escapedBodies, escapedRegions } from './decoders/escapes.js';
import { hexRegions } from './decoders/hex.js';
import { notebookRegions } from './decoders/notebook.js';
import { wideRegions } from './decoders/wide.js';
import type { DetectSettings } from './detection.js';
import { childLayer, rootLayer, type Decoded, type Layer } from './layer.js';
import { Lines } from './lines.js';
import { Kind } from './needles.js';
import { holdsRest, pieceAt } from './pieces.js';
import { Joiner } from './split.js';

/** A key found in a text, its raw form still at hand: nothing outside this folder sees one. */
export interface Candidate extends Attribution {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly secret: Secret;
  readonly encoding: string;
  /** Everywhere pieces of the key stand, as offsets into the file's text. */
  readonly parts: readonly (readonly [start: number, end: number])[];
  /** Found without `sk-`: a reading that has the prefix knows the place better. */
  readonly bare: boolean;
}

/** A base64 text in a JSON text in a percent-encoded one is as deep as people go. */
const DEEPEST = 4;

/** Decoders by the needles they are for. Inside decoded text all of them are tried: it is short. */
const DECODERS: readonly { readonly kind: number; readonly regions: (text: string) => Iterable<Decoded> }[] = [
  { kind: Kind.plain, regions: escapedBodies },
  { kind: Kind.escaped, regions: escapedRegions },
  { kind: Kind.base64, regions: base64Regions },
  { kind: Kind.hex, regions: hexRegions },
  { kind: Kind.plain | Kind.run, regions: notebookRegions },
];

/** Reads one text once, from the plain keys to what decoders, joined pieces and folded expressions give. */
export class Reader {
  readonly #found: Candidate[] = [];
  readonly #root: Layer;
  #lines: Lines | undefined;
  readonly #surroundings = new Map<Layer, Surroundings>();
  readonly #joiners = new Map<Layer, Joiner>();
  readonly #binary: boolean;
  readonly #settings: DetectSettings;
  /** Pieces of keys were seen that make no key where they stand: an expression may compose one. */
  #pieces = false;

  constructor(text: string, binary: boolean, settings: DetectSettings) {
    this.#root = rootLayer(text);
    this.#binary = binary;
    this.#settings = settings;
  }

  /** Made when a key is found: most texts hold none. */
  get lines(): Lines {
    this.#lines ??= new Lines(this.#root.text);
    return this.#lines;
  }

  /** Every key for the readers in `kinds`, in the order of the text, each once. */
  read(kinds: number, syntax?: SyntaxTree): Candidate[] {
    this.#readLayer(this.#root, kinds);
    if (this.#binary) {
      if (kinds & Kind.wide) this.#readRegions(this.#root, wideRegions);
    } else if ((this.#pieces && holdsRest(this.#root.text)) || kinds & Kind.codes) {
      this.#readFolded(syntax);
    }
    return withoutRepeats(this.#found);
  }

  #readLayer(layer: Layer, kinds: number): void {
    if (kinds & Kind.plain) this.#readPlain(layer);
    if (kinds & Kind.run) this.#readBare(layer);
    if (layer.encodings.length >= DEEPEST) return;
    for (const { kind, regions } of DECODERS) if (kinds & kind) this.#readRegions(layer, regions);
  }

  #readRegions(layer: Layer, regions: (text: string) => Iterable<Decoded>): void {
    for (const region of regions(layer.text)) {
      const before = this.#found.length;
      this.#readLayer(childLayer(layer, region), EVERYTHING);
      if (this.#found.length === before && ENDS_IN_PIECE.test(region.text)) this.#pieces = true;
    }
  }

  #readPlain(layer: Layer): void {
    const { text } = layer;
    for (let index = text.indexOf('sk-'); index >= 0;) {
      const end = this.#readPlainAt(layer, index);
      index = text.indexOf('sk-', end);
    }
  }

  /** Reads what begins at `index`, and returns where to go on. */
  #readPlainAt(layer: Layer, index: number): number {
    const { text } = layer;
    if (!this.#binary && leftBoundary(text, index) === null) return index + 3;
    const fit = formsAt(text, index, !this.#binary).find((each) => this.#believes(each, layer, index));
    if (fit !== undefined) {
      const end = index + fit.prefix.length + fit.body.length + fit.suffix.length;
      this.#add(layer, fit, index, end, []);
      return end;
    }
    const piece = this.#binary ? null : pieceAt(text, index);
    if (piece !== null) {
      if (piece.isWorthParsing) this.#pieces = true;
      const split = this.#joinerOf(layer).keyAt(index);
      if (split !== null && !isPlaceholder(split.fit)) {
        this.#add(layer, split.fit, index, split.end, split.parts, 'split');
        return split.end;
      }
    }
    return index + 3;
  }

  /** Whether a form that fits is a key here: not a placeholder, and proved as far as the place asks for. */
  #believes(fit: FormFit, layer: Layer, index: number): boolean {
    const end = index + fit.prefix.length + fit.body.length;
    const attribution = (): Attribution => this.#attribute(layer, fit, index, end);
    if (
      fit.proof === 'context' &&
      (this.#binary || !contextAllows(fit, this.#places(layer, index, end), attribution))
    ) {
      return false;
    }
    // Between other bytes, a shape alone is noise.
    if (fit.proof === 'shape' && this.#binary && !isQuoted(layer.text, index, end + fit.suffix.length)) {
      if (fit.form.id !== 'gateway' || attribution().issuer !== 'new-api') return false;
    }
    if (fit.proof === 'shape' && isInsideLongerWord(layer.text, index, end + fit.suffix.length)) return false;
    return !isPlaceholder(fit);
  }

  /** Where something stands in its layer, and where that is written. */
  #places(layer: Layer, start: number, end: number): Place[] {
    const [rootStart] = layer.toRoot(start, end);
    return [[layer.text, start], ...(rootStart < 0 ? [] : [[this.#root.text, rootStart] as const])];
  }

  #readBare(layer: Layer): void {
    const clues = () => this.#surroundingsOf(layer).clues;
    for (const bare of bareKeys(layer.text, clues, this.#settings)) {
      if (this.#binary && bare.strength !== 'proved') continue;
      this.#addBare(layer, bare);
    }
    // What is no key by itself may become one behind a `Bearer ` in an expression, or behind the name of a header.
    if (layer.text.length < LARGE && /bearer|api-key|api-secret/i.test(layer.text)) this.#pieces = true;
  }

  #addBare(layer: Layer, { start, end, because, strength }: BareKey): void {
    const fit = bareFit(layer.text.slice(start, end));
    const attribution = this.#attribute(layer, fit, start, end);
    const confidence = strength === 'header' && attribution.issuer === 'ambiguous' ? 'low' : attribution.confidence;
    this.#push(layer, fit, start, end, [], undefined, {
      ...attribution,
      confidence,
      evidence: [
        { kind: strength === 'proved' ? 'structure' : 'header', detail: `48 characters without sk-, ${because}` },
        ...attribution.evidence,
      ],
    });
  }

  #readFolded(syntax?: SyntaxTree): void {
    const found = new Set(this.#found.map(({ raw }) => raw));
    for (const folded of foldedStrings(this.#root.text, syntax)) {
      const layer: Layer = {
        text: folded.value,
        encodings: ['folded'],
        toRoot: (start, end) => {
          const place = placeInSource(folded, start, end);
          return place === null ? NOWHERE : [place.start, place.end];
        },
      };
      this.#readLayer(layer, EVERYTHING & ~Kind.run);
      // A literal of 48 characters is no key by itself, and is one behind the `Bearer ` of the expression.
      this.#readBare({
        ...layer,
        toRoot: (start, end) => {
          const isFound = found.has(`sk-${folded.value.slice(start, end)}`);
          const place = placeInSource(folded, start, end) ?? (isFound ? null : placeOfPart(folded, start, end));
          return place === null ? NOWHERE : [place.start, place.end];
        },
      });
    }
  }

  #add(layer: Layer, fit: FormFit, start: number, end: number, parts: Candidate['parts'], how?: string): void {
    this.#push(layer, fit, start, end, parts, how, this.#attribute(layer, fit, start, end));
  }

  #push(
    layer: Layer,
    fit: FormFit,
    start: number,
    end: number,
    parts: Candidate['parts'],
    how: string | undefined,
    attribution: Attribution,
  ): void {
    const [rootStart, rootEnd] = layer.toRoot(start, end);
    // A folded string that only repeats what one literal holds: the literal is reported.
    if (rootStart < 0) return;
    const encodings = how === undefined ? layer.encodings : [...layer.encodings, how];
    const [only, ...others] = attribution.candidates;
    this.#found.push({
      ...attribution,
      // Context has shown that it is a key, and the form has one issuer.
      ...(only !== undefined && others.length === 0 ? { issuer: only, candidates: [] } : {}),
      bare: fit.prefix === '',
      start: rootStart,
      end: rootEnd,
      raw: (fit.prefix || 'sk-') + fit.body,
      secret: secretOf(fit),
      encoding: encodings.join(' > ') || 'plain',
      parts: [[rootStart, rootEnd], ...parts.map(([from, to]) => layer.toRoot(from, to))],
    });
  }

  /** In the layer's own text; where that leaves it open, around the place where the layer is written. */
  #attribute(layer: Layer, fit: FormFit, start: number, end: number): Attribution {
    const here = attribute(fit, start, end, this.#surroundingsOf(layer));
    if (layer === this.#root || here.issuer !== 'ambiguous') return here;
    const [rootStart, rootEnd] = layer.toRoot(start, end);
    return rootStart < 0 ? here : attribute(fit, rootStart, rootEnd, this.#surroundingsOf(this.#root));
  }

  #joinerOf(layer: Layer): Joiner {
    let known = this.#joiners.get(layer);
    if (known === undefined) this.#joiners.set(layer, (known = new Joiner(layer.text)));
    return known;
  }

  #surroundingsOf(layer: Layer): Surroundings {
    let known = this.#surroundings.get(layer);
    if (known === undefined) {
      known = surroundingsOf(layer.text, this.#settings, (index) =>
        this.lines.lineOf(Math.max(0, layer.toRoot(index, index + 1)[0])),
      );
      this.#surroundings.set(layer, known);
    }
    return known;
  }
}

/** Larger texts are bundles: parsing one takes a second a megabyte, so it takes a piece of a key to do it. */
const LARGE = 1 << 18;

const EVERYTHING = ~0;
const NOWHERE = [-1, -1] as const;

/** Decoded text that ends in the middle of a key. */
const ENDS_IN_PIECE = new RegExp(`(?:^|[^0-9A-Za-z])(?:${WIDE_PREFIX}${WIDE}*|sk-[\\w-]*)$`);

/** As the values of JSON and SQL stand in databases and pickled objects. */
function isQuoted(text: string, start: number, end: number): boolean {
  return /^(["'`])\\*\1/.test(text.charAt(start - 1) + text.slice(end, end + LONGEST_END));
}

/** Backslashes, as JSON in JSON has them, and a quote. */
const LONGEST_END = 8;

/** Joined on both sides, as in base64url, which holds a dash in 64 characters: once in some twenty megabytes of it. */
function isInsideLongerWord(text: string, start: number, end: number): boolean {
  return /[-_]/.test(text.charAt(start - 1)) && /^[-_]\w/.test(text.slice(end, end + 2));
}

function isPlaceholder(fit: FormFit): boolean {
  return placeholderReason(fit.body, fit.form.id === 'litellm' ? 'short' : 'minted') !== null;
}

function secretOf(fit: FormFit): Secret {
  return new Secret({
    whole: (fit.prefix || 'sk-') + fit.body,
    prefix: fit.prefix || 'sk-',
    gatewayShape: fit.form.id === 'gateway',
    guessable: isGuessable(fit),
  });
}

/**
 * One candidate for a key and a place: the plainest reading wins, then the widest. Pieces that happen to stand side by
 * side, as members of an object do, are not reported where an expression is that joins them.
 */
function withoutRepeats(found: readonly Candidate[]): Candidate[] {
  const folded = new Set(found.filter(({ encoding }) => encoding === 'folded').map(({ raw }) => raw));
  const keptByKey = new Map<string, Candidate[]>();
  const kept: Candidate[] = [];
  for (const candidate of [...found].sort((a, b) => depth(a) - depth(b))) {
    if (candidate.encoding === 'split' && folded.has(candidate.raw)) continue;
    const same = keptByKey.get(candidate.raw) ?? [];
    if (same.some((other) => other.start < candidate.end && candidate.start < other.end)) continue;
    keptByKey.set(candidate.raw, [...same, candidate]);
    kept.push(candidate);
  }
  return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}

function depth({ encoding, bare }: Candidate): number {
  const decoders = encoding === 'plain' ? 0 : encoding.split(' > ').length;
  // The syntax tree knows better where a composed key begins and ends than the text does.
  return (bare ? DEEPEST + 1 : 0) + decoders + (encoding.endsWith('split') ? 0.5 : 0);
}
