import { expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;

it.each([
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai', ['missing-version']],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai/v1', []],
  ['.env', 'ANTHROPIC_BASE_URL="https://api.starrise.ai/v1"', ['doubled-version']],
  ['.env', '# OPENAI_BASE_URL=https://api.starrise.ai', []],
  ['.env', 'MY_OPENAI_BASE_URL=https://api.starrise.ai', []],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai${VERSION}', []],
  ['.env', 'OPENAI_BASE_URL=https://example.org # not starrise', []],
  ['run.sh', 'export ANTHROPIC_BASE_URL=https://api.starrise.ai\r\n', []],
  ['Dockerfile', 'ENV GOOGLE_GEMINI_BASE_URL https://api.starrise.ai/v1beta', ['doubled-version']],
  ['ci.yml', '  OPENAI_API_BASE: https://api.starrise.ai', ['missing-version']],
  ['settings.json', '{ "env": { "ANTHROPIC_BASE_URL": "https://api.starrise.ai/v1" } }', ['doubled-version']],
  ['main.py', 'os.environ["OPENAI_API_BASE"] = "https://api.starrise.ai"', ['missing-version']],
  ['main.py', 'base = os.getenv("OPENAI_BASE_URL", "https://api.starrise.ai")', ['missing-version']],
  // The client that is given it is judged.
  [
    'main.py',
    'from openai import OpenAI\nOpenAI(base_url=os.getenv("OPENAI_BASE_URL", "https://api.starrise.ai"), api_key=key)',
    ['missing-version'],
  ],
  [
    'main.py',
    'from openai import OpenAI\nOpenAI(api_key=os.getenv("OPENAI_API_KEY", ""))\nbase = os.getenv("OPENAI_BASE_URL", "https://api.starrise.ai")',
    ['missing-version'],
  ],
  // The program puts the version behind it.
  ['main.py', 'base = os.getenv("OPENAI_BASE_URL", "https://api.starrise.ai")\nurl = f"{base}/v1/videos/{id}"', []],
  ['main.go', 'base := getEnv("OPENAI_BASE_URL", "https://api.starrise.ai")\nurl := base + "/v1/videos"', []],
  [
    'main.py',
    'os.environ.setdefault("OPENAI_BASE_URL", "https://api.starrise.ai")\nurl = f"{base}/v1/a"',
    ['missing-version'],
  ],
  ['main.py', 'os.environ["ANTHROPIC_BASE_URL"] = "https://api.starrise.ai/v1"', ['doubled-version']],
  ['main.py', 'env = {"ANTHROPIC_BASE_URL": "https://api.starrise.ai/v1"}', ['doubled-version']],
  // A constant, which any client may be given: here OpenAI's.
  [
    'main.py',
    'from openai import OpenAI\nANTHROPIC_BASE_URL = "https://api.starrise.ai/v1"\nOpenAI(base_url=ANTHROPIC_BASE_URL, api_key=key)',
    [],
  ],
  [
    'main.py',
    'from openai import OpenAI\nOPENAI_BASE_URL = "https://api.starrise.ai"\nOpenAI(base_url=OPENAI_BASE_URL, api_key=key)',
    ['missing-version'],
  ],
  ['Constant.java', 'static final String OPENAI_BASE_URL = "https://api.starrise.ai";', []],
  ['main.go', 'const OPENAI_BASE_URL = "https://api.starrise.ai"', []],
  ['main.go', 'os.Setenv("OPENAI_BASE_URL", "https://api.starrise.ai")', ['missing-version']],
  ['a.md', '```python\nOPENAI_BASE_URL = "https://api.starrise.ai"\n```', []],
  ['a.md', '> ```js\n> const OPENAI_BASE_URL = "https://api.starrise.ai";\n> ```', []],
  ['a.md', '```env\nOPENAI_BASE_URL = "https://api.starrise.ai"\n```', ['missing-version']],
  ['a.md', '```python\nx = 1\n```\n\nOPENAI_BASE_URL=https://api.starrise.ai', ['missing-version']],
  ['run.ps1', '$env:OPENAI_BASE_URL = "https://api.starrise.ai"', ['missing-version']],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai/v1\nOPENAI_API_KEY=Bearer sk-your-key', ['bearer-in-key']],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai/v1\nOPENAI_API_KEY="Bearer $STARRISE_API_KEY"', ['bearer-in-key']],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai/v1\nOPENAI_API_KEY=$STARRISE_API_KEY', []],
  ['.env', 'OPENAI_BASE_URL=https://api.openai.com/v1\nOPENAI_API_KEY=${STARRISE_API_KEY}', ['gateway-key-elsewhere']],
  ['.env', 'OPENAI_BASE_URL=https://api.openai.com/v1\nOPENAI_API_KEY=sk-your-key # not starrise', []],
  [
    '.claude/settings.json',
    '{ "env": { "ANTHROPIC_BASE_URL": "https://api.starrise.ai", "ANTHROPIC_AUTH_TOKEN": "sk-a", "ANTHROPIC_API_KEY": "sk-b" } }',
    ['two-credentials'],
  ],
  [
    '.claude/settings.json',
    '{ "env": { "ANTHROPIC_BASE_URL": "https://api.starrise.ai", "ANTHROPIC_AUTH_TOKEN": "sk-a", "ANTHROPIC_API_KEY": "" } }',
    [],
  ],
  [
    'two.env',
    'ANTHROPIC_BASE_URL=https://api.starrise.ai\nANTHROPIC_API_KEY=a\n# or\nANTHROPIC_API_KEY=b\nANTHROPIC_AUTH_TOKEN=c',
    [],
  ],
  [
    '.env',
    'ANTHROPIC_BASE_URL=https://api.starrise.ai\nANTHROPIC_CUSTOM_HEADERS="x-goog-api-key: k"\nANTHROPIC_AUTH_TOKEN=t',
    ['x-goog-api-key-outside-gemini'],
  ],
  [
    '.env',
    'ANTHROPIC_BASE_URL=https://api.starrise.ai\nANTHROPIC_CUSTOM_HEADERS="x-api-key: a"\nANTHROPIC_AUTH_TOKEN=t',
    ['two-credentials'],
  ],
  [
    '.env',
    'ANTHROPIC_BASE_URL=https://api.starrise.ai\nANTHROPIC_CUSTOM_HEADERS="x-team: a"\nANTHROPIC_AUTH_TOKEN=t',
    [],
  ],
  ['.codex/config.toml', '[model_providers.s]\nbase_url = "https://api.starrise.ai"', ['missing-version']],
  ['.codex/config.toml', '[model_providers.s]\nbase_url = "https://api.starrise.ai/v1"', []],
  ['other.toml', '[site]\nbase_url = "https://api.starrise.ai"', []],
  ['.aider.conf.yml', 'openai-api-base: https://api.starrise.ai', ['missing-version']],
  ['cline.json', '{\n  "openAiBaseUrl": "https://api.starrise.ai/v1/chat/completions"\n}', ['endpoint-as-base']],
  [
    'opencode.json',
    '{ "provider": { "s": { "npm": "@ai-sdk/openai-compatible", "options": {\n "baseURL": "https://api.starrise.ai" } } } }',
    ['missing-version'],
  ],
  [
    'opencode.json',
    '{ "provider": { "s": { "npm": "@ai-sdk/anthropic", "options": {\n "baseURL": "https://api.starrise.ai/v1" } } } }',
    [],
  ],
  [
    'opencode.json',
    `{ "provider": {
      "a": { "npm": "@ai-sdk/google", "options": { "baseURL": "https://api.starrise.ai/v1beta" } },
      "b": { "npm": "@ai-sdk/anthropic", "options": { "baseURL": "https://api.starrise.ai/v1" } },
      "c": { "options": { "baseURL": "https://api.starrise.ai/v1" }, "npm": "@ai-sdk/openai-compatible" } } }`,
    [],
  ],
  [
    '.opencode/opencode.jsonc',
    `{ "provider": { // two
      "a": { "npm": "@ai-sdk/google", "options": { "baseURL": "https://api.starrise.ai" } },
      // "x": { "npm": "@ai-sdk/openai", "options": { "baseURL": "https://api.starrise.ai" } },
      "e": { "npm": "@ai-sdk/openai", "options": { "baseURL": "{env:OUR_BASE}" } },
      "b": { "options": { "baseURL": "https://api.starrise.ai" }, "npm": "@ai-sdk/anthropic" } } }`,
    ['missing-version', 'missing-version'],
  ],
] as const)('%s: %s', (file, text, codes) => {
  expect(findRequestProblems(text, file, SETTINGS).problems.map(({ code }) => code)).toEqual(codes);
});
