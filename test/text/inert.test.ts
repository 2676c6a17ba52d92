import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert } from '../../src/text/inert.js';

it.each([
  ['escape sequence', '\u001B[31mred', String.raw`\u{1b}[31mred`],
  ['line break', 'a\r\nb', String.raw`a\u{d}\u{a}b`],
  ['C1 control', '\u009B31m', String.raw`\u{9b}31m`],
  ['bidirectional override', 'a\u202Eb\u2066c', String.raw`a\u{202e}b\u{2066}c`],
  ['invisible character', 'a\u200Bb\uFEFF', String.raw`a\u{200b}b\u{feff}`],
  ['line separator', 'a\u2028b', String.raw`a\u{2028}b`],
  ['tag character', 'a\u{E0041}', String.raw`a\u{e0041}`],
  ['half of a pair', 'a\uD800b', String.raw`a\u{d800}b`],
  ['noncharacter', 'a\uFFFFb\u{1FFFE}', String.raw`a\u{ffff}b\u{1fffe}`],
  ['tab', 'a\tb', 'a b'],
  ['order to GitHub at the start', ' ::stop-commands::x', String.raw` \u{3a}:stop-commands::x`],
  ['older order to GitHub', 'a ##[add-mask]b', String.raw`a \u{23}#[add-mask]b`],
  ['order to Azure', '##vso[task.setvariable variable=a]b', String.raw`\u{23}#vso[task.setvariable variable=a]b`],
  ['order to TeamCity', "##teamcity[buildStop comment='x']", String.raw`\u{23}#teamcity[buildStop comment='x']`],
  ['what is no order', 'std::vector ## heading [link] C## #[derive]', 'std::vector ## heading [link] C## #[derive]'],
  ['text of any script', 'clé 密钥 😀 é', 'clé 密钥 😀 é'],
])('shows %s', (_, text, shown) => {
  expect(inert(text)).toBe(shown);
});

it('never lets a control or format character through, and changes nothing twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = inert(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(inert(shown)).toBe(shown);
    }),
  );
});
