import type { Place } from '../finding.js';
import { bareFit, formsAt, tryForms, type FormFit } from '../keys/forms.js';
import { issuerLabel } from '../keys/issuers.js';
import { placeholderReason } from '../keys/placeholders.js';
import { attribute, surroundingsOf, type Attribution, type Surroundings } from './attribute.js';
import { bareSpan, reasonFor } from './bare.js';
import { leftBoundary } from './boundaries.js';
import type { DetectSettings, KeyMatch, SuppressedMatch } from './detection.js';
import { issuerNames } from './describe.js';
import { detectText } from './index.js';
import { Lines } from './lines.js';

/** One decision on the way to a verdict. */
export interface Step {
  readonly asks: string;
  readonly passed: boolean;
  /** A clause for people; no raw key in it. */
  readonly answer: string;
}

/** Everything that was decided about one place. */
export interface ExplainedPlace extends Place {
  /** The text at the place, hidden as far as it could be a key. */
  readonly shown: string;
  readonly steps: readonly Step[];
  readonly isKey: boolean;
  /** The verdict in one sentence. */
  readonly verdict: string;
  /** What it would have been taken for otherwise, or whose key it could be beside; `null` where nothing came close. */
  readonly runnerUp: string | null;
}

/** Why each place of `text` that could hold a key is one or is not, in the order of the text. */
export function explain(text: string, settings: DetectSettings): ExplainedPlace[] {
  const { matches, suppressed } = detectText(text, settings);
  const found: readonly (KeyMatch | SuppressedMatch)[] = [...matches, ...suppressed];
  const explainer = new Explainer(text, settings, found);
  const plain = [...text.matchAll(/sk-[\w-]*/g)].map(({ index, 0: word }) => explainer.prefixed(index, word));
  const bare = [...text.matchAll(/(?<![\w-])[0-9A-Za-z]{40,56}(?![\w-])/g)].map(({ index, 0: run }) =>
    explainer.bare(index, run),
  );
  const covered = [...plain, ...bare];
  const places = new Set(covered.map(({ line, column }) => `${line}:${column}`));
  const hidden = found
    .filter(({ line, column }) => !places.has(`${line}:${column}`))
    .map((match) => explainer.decoded(match));
  return [...covered, ...hidden].sort((a, b) => a.line - b.line || a.column - b.column);
}

class Explainer {
  readonly #text: string;
  readonly #settings: DetectSettings;
  /** In the order of the text. */
  readonly #found: readonly (KeyMatch | SuppressedMatch)[];
  /** How far those up to each of them reach. */
  readonly #reach: readonly number[];
  readonly #lines: Lines;
  #around: Surroundings | undefined;

  constructor(text: string, settings: DetectSettings, found: readonly (KeyMatch | SuppressedMatch)[]) {
    this.#text = text;
    this.#settings = settings;
    this.#found = found.toSorted((a, b) => a.start - b.start);
    let reach = 0;
    this.#reach = this.#found.map(({ end }) => (reach = Math.max(reach, end)));
    this.#lines = new Lines(text);
  }

  /** What stands around any place: found once. */
  get #surroundings(): Surroundings {
    return (this.#around ??= surroundingsOf(this.#text, this.#settings, (at) => this.#lines.lineOf(at)));
  }

  /** The first match that has a part of the place. */
  #matchAt(start: number, end: number): KeyMatch | SuppressedMatch | undefined {
    let [low, high] = [0, this.#reach.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#reach[middle]! <= start) low = middle + 1;
      else high = middle;
    }
    const match = this.#found[low];
    return match !== undefined && match.start < end ? match : undefined;
  }

  /** A place where `sk-` stands, `word` being what goes on from it. */
  prefixed(index: number, word: string): ExplainedPlace {
    const boundary = leftBoundary(this.#text, index);
    const fits = formsAt(this.#text, index);
    const steps: Step[] = [
      {
        asks: 'Does a word end before it?',
        passed: boundary !== null,
        answer: boundary ?? `no: it stands inside a word, after ${JSON.stringify(this.#text[index - 1])}`,
      },
      ...tryForms(this.#text, index).map(({ form, outcome }) => ({
        asks: `Is it ${form.says}?`,
        passed: outcome === 'fits',
        answer: outcome === 'runs on' ? 'it begins like that, but goes on' : outcome === 'fits' ? 'yes' : 'no',
      })),
      ...fits.slice(0, 1).flatMap((fit) => this.#judgement(fit, index, index + fit.prefix.length + fit.body.length)),
    ];
    return this.#place(index, index + word.length, steps, fits);
  }

  /** A run of letters and digits that is, or nearly is, as long as a key without `sk-`. */
  bare(index: number, run: string): ExplainedPlace {
    const span = bareSpan(this.#text, index + run.length);
    const steps: Step[] = [
      {
        asks: 'Is it 48 letters and digits?',
        passed: span !== null && run.length >= 48,
        answer: `${run.length} characters`,
      },
    ];
    if (span === null || run.length < 48) return this.#place(index, index + run.length, steps, []);
    const body = this.#text.slice(span.start, span.end);
    const around = this.#surroundings;
    const reason = reasonFor(this.#text, span.start, body, () => around.clues, this.#settings);
    const fit = bareFit(body);
    steps.push({
      asks: 'Does anything say that a credential of the gateway stands here?',
      passed: reason !== null,
      answer: reason?.because ?? 'neither a header or variable of the gateway, nor its host beside a credential',
    });
    return this.#place(span.start, span.end, [...steps, ...this.#judgement(fit, span.start, span.end)], [fit]);
  }

  /** A key that stands encoded, in pieces, or in an expression. */
  decoded(match: KeyMatch | SuppressedMatch): ExplainedPlace {
    const step: Step = {
      asks: 'Does a decoder find a key in it?',
      passed: true,
      answer: `written as ${match.encoding}`,
    };
    return this.#place(
      match.start,
      match.end,
      [
        step,
        ...match.evidence.map(({ kind, detail }) => ({ asks: `Evidence: ${kind}`, passed: true, answer: detail })),
      ],
      [],
    );
  }

  #judgement(fit: FormFit, start: number, end: number): Step[] {
    const placeholder = placeholderReason(fit.body, fit.form.id === 'litellm' ? 'short' : 'minted');
    const around = this.#surroundings;
    const attribution = attribute(fit, start, end, around);
    return [
      {
        asks: 'Does it look minted, not invented?',
        passed: placeholder === null,
        answer: placeholder ?? 'nothing about it is a placeholder',
      },
      { asks: 'Whose is it?', passed: attribution.issuer !== 'ambiguous', answer: answerTo(attribution) },
    ];
  }

  #place(start: number, end: number, steps: readonly Step[], fits: readonly FormFit[]): ExplainedPlace {
    const match = this.#matchAt(start, end);
    return {
      ...this.#lines.place(start, end),
      shown: match?.secret.redacted ?? hide(this.#text.slice(start, end)),
      steps,
      isKey: match !== undefined,
      verdict: match === undefined ? refusal(steps) : acceptance(match),
      runnerUp: runnerUp(match, fits, steps),
    };
  }
}

function answerTo({ issuer, candidates, confidence, evidence }: Attribution): string {
  const reasons = evidence.map(({ detail }) => detail).join('; ');
  return issuer === 'ambiguous'
    ? `open between ${issuerNames(candidates)} (${reasons})`
    : `${issuerLabel(issuer)}, confidence ${confidence} (${reasons})`;
}

function acceptance(match: KeyMatch | SuppressedMatch): string {
  const whose =
    match.issuer === 'ambiguous' ? `of ${issuerNames(match.candidates)}` : `of ${issuerLabel(match.issuer)}`;
  const accepted =
    'suppression' in match ? `, accepted by ${match.suppression.directive} on line ${match.suppression.line}` : '';
  return `a key ${whose}${accepted}`;
}

/** The first step that failed and decided it; the forms only count where none of them fitted. */
function refusal(steps: readonly Step[]): string {
  const forms = steps.filter(({ asks }) => asks.startsWith('Is it '));
  const others = steps.filter((step) => !forms.includes(step) && step.asks !== 'Whose is it?');
  const failed = others.find(({ passed }) => !passed);
  if (failed !== undefined) return `not a key: ${failed.answer}`;
  if (!forms.some(({ passed }) => passed)) return 'not a key: no form of the table fits';
  return 'not a key: its form proves nothing by itself, and nothing around it says whose it would be';
}

function runnerUp(
  match: KeyMatch | SuppressedMatch | undefined,
  fits: readonly FormFit[],
  steps: readonly Step[],
): string | null {
  if (match !== undefined) {
    const others = (fits[0]?.issuers ?? []).filter((issuer) => issuer !== match.issuer);
    if (match.issuer !== 'ambiguous' && others.length > 0) return `without that evidence: ${issuerNames(others)}`;
    return fits[1] === undefined ? null : `next form that fits: ${fits[1].says}`;
  }
  if (fits[0] !== undefined) return `closest: ${fits[0].says}`;
  const near = steps.find(({ answer }) => answer.startsWith('it begins like that'));
  return near === undefined ? null : `closest: ${near.asks.replace(/^Is it |\?$/g, '')}, but it goes on`;
}

/** Text that was not taken for a key may be one all the same, of somebody we do not know. */
function hide(text: string): string {
  return text.length < 20 ? text : `${text.slice(0, 7)}…${text.slice(-4)}`;
}
