import type { ESLint, Linter } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { describe, expect, it } from 'vitest';
import { formatBaseline, newBaseline } from '../../src/config/baseline.js';
import { DEFAULT_CONFIG, detectSettings } from '../../src/config/config.js';
import { detectText } from '../../src/detect/index.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { ESLINTS, eslintFor } from '../support/lint.js';
import { repositoryRoot } from '../support/run.js';

/** As `js.configs.recommended` without `files`: what a core rule asks of a file that is no script must not end the run. */
const RECOMMENDED: Linter.RulesRecord = Object.fromEntries(
  [...builtinRules].filter(([, { meta }]) => meta?.docs?.recommended).map(([id]) => [id, 'error']),
);

const KEY = newApiKey('eslint');
const DISABLE = 'eslint-disable-next-line starrise/no-hardcoded-key -- a test';

/** A comment of each language's syntax, on a line of its own. */
const COMMENTS: readonly (readonly [file: string, comment: string, line: string])[] = [
  ['a.js', `// ${DISABLE}`, `f('${KEY}');`],
  ['a.ts', `/* ${DISABLE} */`, `f('${KEY}');`],
  ['a.json', '', `{ "key": "${KEY}" }`],
  ['a.jsonc', `// ${DISABLE}`, `{ "key": "${KEY}" }`],
  ['a.md', `<!-- ${DISABLE} -->`, KEY],
  ['a.yaml', `# ${DISABLE}`, `key: ${KEY}`],
  ['a.toml', `# ${DISABLE}`, `key = '${KEY}'`],
  ['a.css', `/* ${DISABLE} */`, `a { b: "${KEY}"; }`],
  ['a.html', `<!-- ${DISABLE} -->`, `<p>${KEY}</p>`],
  ['a.vue', `<script>\n// ${DISABLE}`, `f('${KEY}');\n</script>`],
  ['.env', `# ${DISABLE}`, `KEY=${KEY}`],
  ['Dockerfile', `# ${DISABLE}`, `ARG KEY=${KEY}`],
  ['a.go', `// ${DISABLE}`, `key := "${KEY}"`],
  ['a.ini', `; ${DISABLE}`, `key = ${KEY}`],
  ['a.lua', `-- ${DISABLE}`, `key = "${KEY}"`],
  ['a.bat', `REM ${DISABLE}`, `set KEY=${KEY}`],
  ['a.c', `/* ${DISABLE} */`, `f("${KEY}");`],
];

describe.each(ESLINTS)('%s', (_name, Class) => {
  const lint = (text: string, filePath: string, config: Linter.Config[] = [], cwd = repositoryRoot) =>
    messagesOf(eslintFor(Class, { config, cwd }), text, filePath);

  it.each(COMMENTS.filter(([, comment]) => comment !== ''))('obeys a directive in %s', async (file, comment, line) => {
    const config: Linter.Config[] = [{ linterOptions: { reportUnusedDisableDirectives: 'error' } }];
    expect(await lint(`${comment}\n${line}\n`, file, config)).toEqual([]);
  });

  it.each(COMMENTS)('reports the key without a directive in %s', async (file, comment, line) => {
    const text = `${comment.replace(DISABLE, 'a comment')}\n${line}\n`;
    expect((await lint(text, file)).map(({ ruleId }) => ruleId)).toEqual(['starrise/no-hardcoded-key']);
  });

  it('tells of a directive that accepts nothing in a text file, and where', async () => {
    const config: Linter.Config[] = [{ linterOptions: { reportUnusedDisableDirectives: 'error' } }];
    const messages = await lint(`A=1\r\nB=2 # eslint-disable-line starrise/no-hardcoded-key\r\n`, '.env', config);
    expect(messages).toMatchObject([{ line: 2, column: 7, message: expect.stringContaining('Unused') as string }]);
  });

  it('obeys a pair of directives around a block of a text file', async () => {
    const block = `# eslint-disable starrise/no-hardcoded-key\nA=${KEY}\n# eslint-enable starrise/no-hardcoded-key\nB=${KEY}\n`;
    expect((await lint(block, '.env')).map(({ line }) => line)).toEqual([4]);
  });

  it('reads CRLF, a byte order mark and an empty text file', async () => {
    const messages = await lint(`\uFEFFA=1\r\nKEY=${KEY}\r\n`, '.env');
    expect(messages).toMatchObject([{ line: 2, column: 5, endLine: 2, endColumn: 5 + KEY.length }]);
    expect(await lint('', '.env')).toEqual([]);
  });

  it('stands beside the core rules that people switch on for every file', async () => {
    const messages = await lint(`KEY=${KEY}\n`, '.env', [{ rules: RECOMMENDED }]);
    expect(messages.map(({ ruleId }) => ruleId)).toEqual(['starrise/no-hardcoded-key']);
  });

  it('reads settings.starrise, and starrise.config.json above the file', async () => {
    const folder = writeFiles(temporaryFolder(), {
      '.git/HEAD': '',
      'starrise.config.json': '{ "gateways": ["llm.example.com"], /* ours */ "environmentVariable": "LLM_KEY" }',
    });
    const text = `fetch('https://llm.example.com', '${KEY}');`;
    const settings = { starrise: { environmentVariable: 'OTHER_KEY' } };
    const [plain] = await lint(text, 'src/a.js', [], folder);
    const [overlaid] = await lint(text, 'src/a.js', [{ settings }], folder);
    expect(plain?.message).toMatch(/host llm\.example\.com.*LLM_KEY/);
    expect(overlaid?.message).toMatch(/host llm\.example\.com.*OTHER_KEY/);
  });

  it('is silent about what the configuration or the baseline accepts', async () => {
    const fingerprint = fingerprintIn(KEY);
    const suppress = [
      { fingerprint, path: 'sample.js', reason: 'a test' },
      { path: 'old.js', reason: 'a test', expires: '2020-01-01' },
    ];
    const config = JSON.stringify({ suppress, exclude: ['vendor'] });
    const entry = { rule: 'no-hardcoded-key', fingerprint, issuer: null, redacted: null } as const;
    const folder = writeFiles(temporaryFolder(), {
      '.git/HEAD': '',
      'starrise.config.json': config,
      'accepted/starrise.config.json': '{}',
      'accepted/starrise.baseline.json': formatBaseline({ ...newBaseline(), entries: [entry] }),
    });
    const text = `f('${KEY}');`;
    const found = async (file: string): Promise<number> => (await lint(text, file, [], folder)).length;
    expect(await found('other.js')).toBe(1);
    expect(await found('sample.js')).toBe(0);
    expect(await found('old.js')).toBe(1);
    expect(await found('vendor/a.js')).toBe(0);
    expect(await found('accepted/a.js')).toBe(0);
    writeFiles(folder, { 'accepted/starrise.baseline.json': '{}' });
    expect(await lint(text, 'accepted/a.js', [], folder)).toMatchObject([
      { message: expect.stringContaining('baseline') as string },
    ]);
  });

  it('reports a mistake in the settings instead of ending the run', async () => {
    const messages = await lint(`f('${KEY}');`, 'a.js', [{ settings: { starrise: { gateway: 'x' } } }]);
    expect(messages.map(({ ruleId }) => ruleId)).toContain('starrise/no-hardcoded-key');
    for (const message of messages) {
      expect(message).toMatchObject({ line: 1, column: 1 });
      expect(message.message).toMatch(/settings\.starrise.*gateway.*gateways/);
    }
  });

  it('fails on a mistake in the settings where keys are not looked for, whatever other rules only warn of', async () => {
    const request = `fetch('https://api.starrise.ai/v1/models', { headers: { 'x-api-key': '${KEY}' } });`;
    const messages = await lint(request, 'a.js', [
      {
        settings: { starrise: { gateway: 'x' } },
        rules: { 'starrise/auth-header': 'warn', 'starrise/base-url': 'warn' },
      },
    ]);
    expect(messages).toContainEqual(expect.objectContaining({ ruleId: 'starrise/no-hardcoded-key', severity: 2 }));
    expect(messages.length).toBeLessThanOrEqual(2);
  });

  it('lets no part of the key into messages and suggestions', async () => {
    const text = `f('Bearer ${KEY}', 'sk-' + '${KEY.slice(3)}');`;
    const messages = await lint(text, 'a.js');
    expect(messages).toHaveLength(2);
    const { suggestions } = messages[0] ?? {};
    expect(suggestions).toHaveLength(1);
    const said = JSON.stringify(messages);
    for (let at = 3; at + 8 <= KEY.length; at++) expect(said).not.toContain(KEY.slice(at, at + 8));
  });
});

function fingerprintIn(text: string): string {
  const [match] = detectText(text, detectSettings(DEFAULT_CONFIG)).matches;
  if (!match?.secret.fingerprint) throw new Error('no key with a fingerprint found');
  return match.secret.fingerprint;
}

async function messagesOf(eslint: ESLint, text: string, filePath: string): Promise<Linter.LintMessage[]> {
  const results = await eslint.lintText(text, { filePath });
  return results.flatMap(({ messages }) => messages);
}
