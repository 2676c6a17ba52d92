import { matchAt } from '../../../../text/match-at.js';

/** A number of characters within which an index or an attribute is closed. */
const LONGEST_BRACKETS = 400;
const BLANKS = /(?:[ \t\r]|`[ \t]*\r?\n|<#[^]*?(?:#>|$))+/y;

/** A place in a script for PowerShell, moved on by those who read from it. */
export class Cursor {
  protected readonly text: string;
  protected at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Blanks, continuations and comments; with `lines` also the ends of lines. */
  protected skip(lines: boolean): void {
    for (;;) {
      const found = matchAt(BLANKS, this.text, this.at);
      if (found !== null) this.at += found[0].length;
      const char = this.text[this.at];
      if (char === '#') this.at = this.#lineEnd();
      else if (lines && char === '\n') this.at++;
      else if (found === null) return;
    }
  }

  #lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  protected startsCommand(): boolean {
    return /[A-Za-z_.\\/~]/.test(this.text[this.at] ?? '');
  }

  /** How long what stands in `[…]` is; 0 where it is not closed soon. */
  protected bracketed(): number {
    let open = 0;
    const limit = Math.min(this.text.length, this.at + LONGEST_BRACKETS);
    for (let at = this.at; at < limit; at++) {
      if (this.text[at] === '[') open++;
      else if (this.text[at] === ']' && --open === 0) return at + 1 - this.at;
    }
    return 0;
  }
}
