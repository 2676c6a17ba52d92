import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const CHAT = 'https://api.starrise.ai/v1/chat/completions';

/** The same request in every file that holds scripts, right and wrong; `$H` is the header. */
const FILES: readonly (readonly [file: string, text: string])[] = [
  [
    '.github/workflows/ci.yml',
    `jobs:\n  call:\n    steps:\n      - run: |\n          curl ${CHAT} \\\n            -H "$H\${{ secrets.STARRISE_API_KEY }}"\n      - uses: a/b@v1\n`,
  ],
  ['.github/workflows/one.yml', `steps:\n  - name: call\n    run: curl ${CHAT} -H '$H\${{ secrets.KEY }}'\n`],
  [
    '.github/workflows/env.yml',
    `env:\n  BASE: https://api.starrise.ai/v1\nsteps:\n  - run: curl "$BASE/chat/completions" -H "$H$KEY"\n`,
  ],
  [
    'openapi.yaml',
    `paths:\n  /chat/completions:\n    post:\n      x-oaiMeta:\n        examples:\n          request:\n            curl: |\n              curl ${CHAT} \\\n                -H "$H$KEY" \\\n                -d '{}'\n            python: |-\n              import os\n`,
  ],
  ['.gitlab-ci.yml', `call:\n  script:\n    - apk add curl\n    - 'curl ${CHAT} -H "$H$KEY"'\n    - echo done\n`],
  ['.gitlab-ci.yml', `call:\n  script:\n  - |\n    curl ${CHAT} \\\n      -H "$H$KEY"\n  after_script: []\n`],
  [
    'Dockerfile',
    `FROM alpine\nENV BASE=https://api.starrise.ai\nRUN --mount=type=secret,id=k apk add curl \\\n  # a comment\n  && curl $BASE/v1/chat/completions \\\n  -H "$H$KEY"\n`,
  ],
  ['Dockerfile.ci', `FROM alpine\nRUN <<EOF\ncurl ${CHAT} -H "$H$KEY"\nEOF\nRUN true\n`],
  [
    'package.json',
    `{\n  "name": "a",\n  "scripts": {\n    "build": "tsc",\n    "call": "curl ${CHAT} -H \\"$H$KEY\\""\n  }\n}\n`,
  ],
  ['Makefile', `BASE := https://api.starrise.ai\n\ncall:\n\t@curl $(BASE)/v1/chat/completions \\\n\t  -H "$H$$KEY"\n`],
  ['README.md', `# Call\n\n\`\`\`yaml\nscript:\n  - curl ${CHAT} -H "$H$KEY"\n\`\`\`\n`],
  ['setup.sh', `cat > call.sh <<'EOF'\ncurl ${CHAT} -H "$H$KEY"\nEOF\n`],
  ['setup.sh', `cat > call.http <<EOF\nPOST ${CHAT}\n$H{{key}}\nEOF\n`],
];

describe('scripts in other files, right and wrong', () => {
  it.each(FILES)('%s: %s', (file, text) => {
    const wrong = text.replaceAll('$H', 'x-api-key: ');
    const right = text.replaceAll('$H', 'Authorization: Bearer ');
    const { problems } = findRequestProblems(wrong, file, SETTINGS);
    expect(problems.map(({ code, start, end }) => [code, wrong.slice(start, end)])).toEqual([
      ['x-api-key-outside-claude', 'x-api-key'],
    ]);
    expect(findRequestProblems(right, file, SETTINGS).problems).toEqual([]);
  });
});

it.each([
  ['a.yml', `description: curl ${CHAT} -H "x-api-key: k"\n`],
  [
    'a.yml',
    `env:\n  BASE: https://api.starrise.ai\nother:\n  env:\n    BASE: https://example.org\n  run: curl "$BASE/v1/chat/completions" -H "x-api-key: $K"\n`,
  ],
  ['package.json', `{ "description": "curl ${CHAT} -H 'x-api-key: k'" }`],
  ['Dockerfile', `# RUN curl ${CHAT} -H "x-api-key: $KEY"\n`],
  ['Makefile', `# curl ${CHAT} -H "x-api-key: $KEY"\n`],
] as const)('is silent in %s: %s', (file, text) => {
  expect(findRequestProblems(text, file, SETTINGS).problems).toEqual([]);
});

it('underlines what is written in a Makefile, not what the shell is given', () => {
  const text = 'call:\n\techo $(STARRISE_API_KEY)\n\techo "$$STARRISE_API_KEY"\n';
  const { problems } = findRequestProblems(text, 'Makefile', SETTINGS);
  expect(problems.map(({ code, start, end }) => [code, text.slice(start, end)])).toEqual([
    ['key-logged', '$(STARRISE_API_KEY)'],
    ['key-logged', '"$$STARRISE_API_KEY"'],
  ]);
});
