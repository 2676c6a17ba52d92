import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

function codesIn(text: string, file = 'call.bat'): string[] {
  return findRequestProblems(text, file, SETTINGS).problems.map(({ code }) => code);
}

const filled = (script: string, name: string, before: string): string =>
  script.replaceAll('«N»', name).replaceAll('«B»', before);

const FORMS: readonly (readonly [what: string, script: string, file?: string])[] = [
  ['one line', `curl ${CHAT} -H "«N»: «B»%KEY%"`],
  [
    'continuations',
    `@echo off\r\ncurl -X POST "${CHAT}" ^\r\n  -H "Content-Type: application/json" ^\r\n  -H "«N»: «B»%KEY%" ^\r\n  -d "{\\"model\\": \\"m\\"}"\r\n`,
  ],
  ['a variable', `set BASE=${HOST}/v1\ncurl "%BASE%/chat/completions" -H "«N»: «B»%KEY%"`],
  ['a variable in quotes', `set "BASE=${HOST}/v1"\ncurl %base%/chat/completions -H "«N»: «B»%KEY%"`],
  ['a variable for the header', `set "AUTH=«N»: «B»%KEY%"\n@curl.exe ${CHAT} -H "%AUTH%"`],
  [
    'delayed expansion',
    `setlocal enabledelayedexpansion\nset BASE=${HOST}\ncurl "!BASE!/v1/chat/completions" -H "«N»: «B»!KEY!"`,
  ],
  ['a condition', `if not defined QUIET (\n  curl ${CHAT} -H "«N»: «B»%KEY%"\n)`],
  ['a comparison', `if "%A%"=="1" curl ${CHAT} -H "«N»: «B»%KEY%"`],
  ['a loop', `for %%m in (a b) do (\n  curl ${CHAT} -H "«N»: «B»%KEY%" -d "%%m"\n)`],
  ['call', `call curl ${CHAT} -H "«N»: «B»%KEY%" > out.json`],
  ['.cmd', `curl ${CHAT} -H "«N»: «B»%KEY%"`, 'a.cmd'],
  ['PowerShell from cmd', `powershell -Command "irm ${CHAT} -Headers @{ '«N»' = '«B»' + $env:KEY }"`],
  ['a fence', `\`\`\`bat\ncurl ${CHAT} ^\n  -H "«N»: «B»%KEY%"\n\`\`\`\n`, 'README.md'],
  ['another fence', `\`\`\`cmd\ncurl ${CHAT} ^\n  -H "«N»: «B»%KEY%"\n\`\`\`\n`, 'README.md'],
  [
    'a step',
    `steps:\n  - shell: cmd\n    run: |\n      curl ${CHAT} ^\n        -H "«N»: «B»%KEY%"\n`,
    '.github/workflows/a.yml',
  ],
];

describe('each notation, right and wrong', () => {
  it.each(FORMS.map(([what, script, file = 'call.bat']) => ({ what, script, file })))('$what', ({ script, file }) => {
    expect(codesIn(filled(script, 'x-api-key', ''), file)).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(filled(script, 'Authorization', 'Bearer '), file)).toEqual([]);
    expect(codesIn(filled(script, 'Authorization', 'Bearer Bearer '), file)).toEqual(['doubled-bearer']);
    const elsewhere = filled(script, 'x-api-key', '').replaceAll('api.starrise.ai', 'example.org');
    expect(codesIn(`rem starrise\n${elsewhere}`, file)).toEqual([]);
  });
});

it.each([
  [`curl ${HOST}/v1/messages -H "x-api-key: %K%" -H "anthropic-version: 2023-06-01"`, []],
  [`curl ${HOST}/v1/messages -H "x-api-key: Bearer %K%" -H "anthropic-version: 2023-06-01"`, ['bearer-in-key']],
  [`curl "${HOST}/v1beta/models?key=%STARRISE_API_KEY%"`, ['key-in-query']],
  [`curl ${HOST}/mj/submit/imagine -X POST -H "mj-api-secret: %K%"`, []],
  [`curl ${CHAT} -H "Authorization: %STARRISE_API_KEY%"`, ['missing-bearer']],
  ['echo %STARRISE_API_KEY%', ['key-logged']],
  ['set OPENAI_BASE_URL=https://api.starrise.ai', ['missing-version']],
] as const)('%s', (script, codes) => {
  expect(codesIn(script)).toEqual(codes);
});

it.each([
  `rem curl ${CHAT} -H "x-api-key: %KEY%"`,
  `:: curl ${CHAT} -H "x-api-key: %KEY%"`,
  `echo curl ${CHAT} -H "x-api-key: k"`,
  `curl ${CHAT} -H "Content-Type: application/json" %MORE%`,
  `curl ${CHAT} -H "Content-Type: application/json" %*`,
  `curl "%BASE%/v1/chat/completions" -H "x-api-key: %KEY%" & rem starrise`,
  `set BASE=${HOST}\nset BASE=https://example.org\ncurl "%BASE%/v1/chat/completions" -H "x-api-key: %KEY%"`,
  `if "%1"=="" set BASE=${HOST}\ncurl "%BASE%/v1/chat/completions" -H "x-api-key: %KEY%"`,
  `if exist a (\nset BASE=${HOST}\n)\ncurl "%BASE%/v1/chat/completions" -H "x-api-key: %KEY%"`,
  `set /p BASE=${HOST}?\ncurl "%BASE%/v1/chat/completions" -H "x-api-key: %KEY%"`,
  'echo KEY=%STARRISE_API_KEY%>> .env',
  'echo %STARRISE_API_KEY%| docker login -p -',
  'if "%STARRISE_API_KEY%"=="" echo set STARRISE_API_KEY first',
  'echo %STARRISE_API_KEY:~0,6%',
])('is silent: %s', (script) => {
  expect(codesIn(script)).toEqual([]);
});
