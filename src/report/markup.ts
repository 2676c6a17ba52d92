import { inert } from '../text/inert.js';

/** Text that is HTML or XML already: made by {@link markup} alone. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: text to be escaped, markup as it is, lists of markup in order, and nothing for `null`. */
type Value = string | number | Markup | readonly Markup[] | null;

/**
 * A template that escapes what is put in, for HTML and XML, as text and in quoted attributes. Text loses first what would
 * steer or hide (see `inert`), with which goes all that XML cannot hold.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const [first = '', ...rest] = strings;
  return new Markup(first + rest.map((string, at) => written(values[at] ?? null) + string).join(''));
}

function written(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(inert(value));
  return typeof value === 'object' && !(value instanceof Markup) ? value.join('') : String(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
