import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import { newApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

const key = newApiKey('suppressed');
const other = newApiKey('other');

function scan(text: string, foreignSuppressions = true) {
  const { matches, suppressed, unused } = detect(Buffer.from(text), { ...SETTINGS, foreignSuppressions });
  return {
    active: matches.map(({ line }) => line),
    suppressed: suppressed.map(({ line, suppression }) => [line, suppression.directive, suppression.reason]),
    unused,
  };
}

describe('a comment that accepts a line', () => {
  for (const [open, close] of [
    ['//', ''],
    ['#', ''],
    ['/*', ' */'],
    ['<!--', ' -->'],
    ['--', ''],
    [';', ''],
    ['%', ''],
    ['REM', ''],
    ['{#', ' #}'],
    ['(*', ' *)'],
  ] as const) {
    it(`counts after ${open}`, () => {
      expect(scan(`x = "${key}" ${open} starrise-disable-line -- a test key${close}\n`)).toEqual({
        active: [],
        suppressed: [[1, 'starrise-disable-line', 'a test key']],
        unused: [],
      });
      expect(scan(`${open} starrise-disable-next-line${close}\nx = "${key}"\ny = "${other}"\n`)).toEqual({
        active: [3],
        suppressed: [[2, 'starrise-disable-next-line', null]],
        unused: [],
      });
    });
  }

  it('is reported when it accepts nothing, also in a file without any key', () => {
    expect(scan('x = 1 // starrise-disable-line\n')).toEqual({
      active: [],
      suppressed: [],
      unused: [{ line: 1, directive: 'starrise-disable-line' }],
    });
    expect(scan(`// starrise-disable-next-line\n\nx = "${key}"\n`)).toMatchObject({
      active: [3],
      unused: [{ line: 1 }],
    });
  });

  it.each([
    ['prose', 'Write starrise-disable-line beside it.\n'],
    ['inline code', 'Write `// starrise-disable-line` beside it.\n'],
    ['a string', `const text = "x // starrise-disable-line";\n`],
    ['a template', 'lint(`x // starrise-disable-line`);\n'],
    ['a string that names a rule we do not have', 'f("// eslint-disable-line starrise/none");\n'],
    ["a comment of ESLint's, which tells that itself", 'x = 1 // eslint-disable-line starrise/no-hardcoded-key\n'],
    [
      'a comment that names another rule besides',
      'x = 1 // eslint-disable-line starrise/none, starrise/no-hardcoded-key\n',
    ],
    ['a fenced block', '```js\nconst x = 1; // starrise-disable-line -- why\n```\n'],
  ])('is not called unused in %s, which only speaks of it', (_name, text) => {
    expect(scan(text).unused).toEqual([]);
    expect(scan(`${text}y = "${key}"\n`).unused).toEqual([]);
  });

  it.each([
    ['after a string', `x = "a"; // starrise-disable-line\n`],
    ['in a block comment', '/*\n * starrise-disable-line\n */\n'],
    ['after a line that speaks of a fence', '# between ``` and ```, or ```\nx = 1 # starrise-disable-line\n'],
    ['after a fenced block', '```\ncode\n```\n<!-- starrise-disable-line -->\n'],
  ])('is called unused %s', (_name, text) => {
    expect(scan(text).unused).toHaveLength(1);
  });

  it.each(['disable', 'disable-lines', 'ignore-line', 'disable-nextline', 'allow'])(
    'accepts nothing as starrise-%s, and it is told how to write it',
    (misspelt) => {
      const { active, unused } = scan(`x = "${key}" // starrise-${misspelt} -- why\n`);
      expect(active).toEqual([1]);
      const told = `starrise-${misspelt}: no such directive, write starrise-disable-line or starrise-disable-next-line`;
      expect(unused).toEqual([{ line: 1, directive: told }]);
      expect(scan(`x = "${key}" // ${key} see starrise-${misspelt}\n`).unused).toEqual([]);
    },
  );

  it('shows no key that somebody glued to a directive', () => {
    expect(JSON.stringify(scan(`x = "${key}" // starrise-disable-${key}\n`).unused)).not.toContain(key.slice(3, 20));
  });

  it("is told of where it is ESLint's and names a rule that we do not have", () => {
    const { active, unused } = scan(`// eslint-disable-next-line starrise/no-hardcoded-keys\nx = "${key}"\n`);
    expect(active).toEqual([2]);
    expect(unused).toEqual([
      {
        line: 1,
        directive: expect.stringMatching(/^eslint-disable-next-line: no such rule, there are no-hard/) as string,
      },
    ]);
  });

  it("may be ESLint's, where it names a rule of ours", () => {
    expect(scan(`x = "${key}" // eslint-disable-line starrise/no-hardcoded-key -- why\n`).suppressed).toEqual([
      [1, 'eslint-disable-line', 'why'],
    ]);
    expect(
      scan(`// eslint-disable-next-line no-undef, starrise/no-hardcoded-key\nx = "${key}"\n`).suppressed,
    ).toHaveLength(1);
    expect(
      scan(
        `/* eslint-disable starrise/no-hardcoded-key */\nx = "${key}"\n/* eslint-enable starrise/no-hardcoded-key */\ny = "${other}"\n`,
      ),
    ).toMatchObject({ active: [4], suppressed: [[2, 'eslint-disable', null]] });
    expect(
      scan(`/* eslint-disable starrise/no-hardcoded-key */\nx = "${key}"\n/* eslint-enable */\ny = "${other}"\n`),
    ).toMatchObject({ active: [4] });
    expect(scan(`x = "${key}" // eslint-disable-line starrise/no-hardcoded-key\ny = "${other}"\n`).active).toEqual([2]);
    expect(
      scan(`// eslint-disable-next-line starrise/no-hardcoded-key\nx = "${key}"\ny = "${other}"\n`).active,
    ).toEqual([3]);
    expect(scan(`x = "${key}" // eslint-disable-line no-undef -- see starrise/no-hardcoded-key\n`).active).toEqual([1]);
    expect(scan(`x = "${key}" // eslint-disable-line no-undef\n`).active).toEqual([1]);
    expect(scan(`x = "${key}" // eslint-disable-line\n`).active).toEqual([1]);
    expect(scan(`x = "${key}" // eslint-disable-line starrise/auth-header\n`).active).toEqual([1]);
  });

  it.each([
    ['no-undef', []],
    ['starrise/auth-header', []],
    ['no-undef, starrise/no-hardcoded-key', [4]],
    ['starrise/auth-header, starrise/no-hardcoded-key', [4]],
  ])("that is ESLint's ends where the same rule is turned on again, not others: %s", (rules, active) => {
    const begin = '/* eslint-disable starrise/no-hardcoded-key */';
    expect(scan(`${begin}\nx = "${key}"\n/* eslint-enable ${rules} */\ny = "${other}"\n`).active).toEqual(active);
  });

  it.each([
    [' -- a test key', 'a test key'],
    [' --  a test -- key  ', 'a test -- key'],
    [' -- a test key*/ y = 1', 'a test key'],
    [' -- ', null],
    [' -- */', null],
    [' --a test key', null],
    [' a test key', null],
  ])('has a reason where one follows two dashes: "%s"', (rest, reason) => {
    expect(scan(`x = "${key}" /* starrise-disable-line${rest}\n`).suppressed).toEqual([
      [1, 'starrise-disable-line', reason],
    ]);
  });

  for (const tag of ['gitleaks:allow', 'pragma: allowlist secret', 'secretlint-disable-line']) {
    it(`may be ${tag}, unless that is turned off`, () => {
      expect(scan(`x = "${key}" # ${tag}\n`).suppressed).toHaveLength(1);
      expect(scan(`x = "${key}" # ${tag}\n`, false).active).toEqual([1]);
      expect(scan(`x = 1 # ${tag}\n`).unused).toEqual([]);
      expect(scan(`x = 1 # ${tag}\ny = "${key}"\n`)).toMatchObject({ active: [2], unused: [] });
    });
  }

  for (const tag of ['pragma: allowlist nextline secret', 'secretlint-disable-next-line']) {
    it(`may be ${tag}, which accepts the next line alone`, () => {
      expect(scan(`# ${tag}\nx = "${key}"\n`).suppressed).toHaveLength(1);
      expect(scan(`# ${tag}\nx = "${key}"\n`, false).active).toEqual([2]);
      expect(scan(`x = "${key}" # ${tag}\n`).active).toEqual([1]);
    });
  }

  it('accepts a key that goes over several lines from any of them', () => {
    expect(
      scan(`x = "${key.slice(0, 20)}" +\n  "${key.slice(20)}"; // starrise-disable-line\n`).suppressed,
    ).toHaveLength(1);
  });
});
