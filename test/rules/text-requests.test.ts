import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { ESLINTS, eslintFor } from '../support/lint.js';
import { runScan } from '../support/run.js';
import type { Report } from '../../src/finding.js';

const CHAT = 'https://api.starrise.ai/v1/chat/completions';
const FILES: Readonly<Record<string, string>> = {
  'call.sh': `curl ${CHAT} \\\n  -H "x-api-key: $KEY"\necho "$STARRISE_API_KEY"\n`,
  'call.py': `import requests\nrequests.post("${CHAT}", headers={"x-api-key": KEY})\n`,
  'call.http': `POST ${CHAT}\nx-api-key: {{key}}\n`,
  'call.ps1': `Invoke-RestMethod ${CHAT} \`\n  -Headers @{ 'x-api-key' = $key }\n`,
  'call.bat': `curl ${CHAT} ^\n  -H "x-api-key: %KEY%"\n`,
  'call.bru': `post {\n  url: ${CHAT}\n  auth: none\n}\n\nheaders {\n  x-api-key: {{key}}\n}\n`,
  'api.json': `{\n  "info": { "_postman_id": "1" },\n  "item": [\n    { "request": { "url": "${CHAT}", "header": [{ "key": "x-api-key", "value": "{{key}}" }] } }\n  ]\n}\n`,
  'openapi.yaml': `openapi: 3.1.0\nservers:\n  - url: https://api.starrise.ai/v1\nsecurity:\n  - key: []\npaths:\n  /chat/completions:\n    post: {}\ncomponents:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: x-api-key }\n`,
  '.env': 'OPENAI_BASE_URL=https://api.starrise.ai\n',
  'README.md': `# Call\n\n\`\`\`sh\ncurl "https://api.starrise.ai/v1beta/models?key=$STARRISE_API_KEY"\n\`\`\`\n`,
  'ci.yaml': `script:\n  - curl ${CHAT} -H "x-api-key: $KEY"\n`,
  Dockerfile: `FROM alpine\nRUN curl ${CHAT} -H "x-api-key: $KEY"\n`,
};

const EXPECTED = [
  '.env:1 base-url',
  'Dockerfile:2 auth-header',
  'README.md:4 no-key-in-url',
  'api.json:4 auth-header',
  'call.bat:2 auth-header',
  'call.bru:7 auth-header',
  'call.http:2 auth-header',
  'call.ps1:2 auth-header',
  'call.py:2 auth-header',
  'call.sh:2 auth-header',
  'call.sh:3 no-key-in-log',
  'ci.yaml:2 auth-header',
  'openapi.yaml:11 auth-header',
];

it('the command judges requests in texts', () => {
  const folder = writeFiles(temporaryFolder(), FILES);
  const { stdout } = runScan(['.', '--format', 'json'], { cwd: folder });
  const { findings } = JSON.parse(stdout) as Report;
  expect(findings.map(({ path, line, ruleId }) => `${path}:${line} ${ruleId}`).sort()).toEqual(EXPECTED);
});

it.each(ESLINTS)('so does %s', async (_name, Class) => {
  const folder = writeFiles(temporaryFolder(), FILES);
  const eslint = eslintFor(Class, { cwd: folder });
  const found: string[] = [];
  for (const [file, text] of Object.entries(FILES)) {
    const [result] = await eslint.lintText(text, { filePath: file });
    for (const { line, ruleId } of result?.messages ?? [])
      found.push(`${file}:${line} ${String(ruleId).replace('starrise/', '')}`);
  }
  expect(found.sort()).toEqual(EXPECTED);
});
