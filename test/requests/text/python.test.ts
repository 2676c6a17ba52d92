import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

function codesIn(text: string): string[] {
  return findRequestProblems(text, 'main.py', SETTINGS).problems.map(({ code }) => code);
}

/** One client, the same request right and wrong; `$H` stands for the headers. */
const CLIENTS: readonly (readonly [name: string, code: string])[] = [
  ['requests', `import requests\nrequests.post("${CHAT}", headers=$H, json={})`],
  ['requests under another name', `import requests as rq\nrq.post("${CHAT}", headers=$H, json={})`],
  ['httpx under another name', `import httpx as hx\nclient = hx.Client(headers=$H)\nclient.post("${CHAT}")`],
  ['a function of requests', `from requests import get, post\npost("${CHAT}", headers=$H)`],
  ['a function under another name', `from requests import get, post as send\nsend("${CHAT}", headers=$H)`],
  [
    'a function that is imported over lines',
    `from requests import (\n    get,\n    post,\n)\npost("${CHAT}", headers=$H)`,
  ],
  [
    'a function imported where it is used',
    `def f():\n    from httpx import post as send\n    send("${CHAT}", headers=$H)`,
  ],
  ['a session under another name', `from httpx import Client as C\nwith C(headers=$H) as c:\n    c.post("${CHAT}")`],
  [
    'a session imported over lines',
    `from requests import (\n  Session,\n)\ns = Session()\ns.post("${CHAT}", headers=$H)`,
  ],
  ['a session made on the spot', `import requests\nrequests.Session().post("${CHAT}", headers=$H)`],
  [
    'a type of a parameter',
    `from httpx import Client\ndef f(other: Client): pass\nwith Client(headers=$H) as c:\n    c.post("${CHAT}")`,
  ],
  ['curl_cffi', `from curl_cffi import requests\nrequests.post("${CHAT}", headers=$H)`],
  [
    'urllib.request under another name',
    `import json, urllib.request as r\nr.Request("${CHAT}", data=b"{}", headers=$H)`,
  ],
  ['requests.request', `import requests\nrequests.request("POST", "${CHAT}", headers=$H, data=payload)`],
  ['named arguments', `requests.post(url='${CHAT}', json=body, headers=$H)`],
  ['constants', `URL = "${HOST}/v1"\nheaders = $H\nr = requests.post(URL + "/chat/completions", headers=headers)`],
  ['f-strings', `BASE = '${HOST}'\nr = requests.post(f"{BASE}/v1/chat/completions", headers=$H)`],
  [
    'over lines',
    `r = requests.post(\n    "${HOST}"\n    "/v1/chat/completions",\n    headers=$H,\n    timeout=30,  # seconds\n)`,
  ],
  ['a merged dictionary', `auth = $H\nrequests.post("${CHAT}", headers={**auth, "Accept": "*/*"})`],
  ['a default', `BASE = os.getenv("BASE_URL", "${HOST}/v1")\nrequests.post(f"{BASE}/chat/completions", headers=$H)`],
  [
    'a default behind or',
    `BASE = os.getenv("BASE_URL") or "${HOST}/v1"\nrequests.post(f"{BASE}/chat/completions", headers=$H)`,
  ],
  [
    'an argument on each line, called as the variable that it gets',
    `url = "${CHAT}"\nheaders = $H\ntry:\n    r = requests.post(\n        url=url,\n        headers=headers,\n        json={},\n    )\nexcept Exception:\n    pass`,
  ],
  [
    'headers on a line of their own in a client',
    `headers = $H\nasync with httpx.AsyncClient(\n    headers=headers,\n) as client:\n    await client.post(\n        "${CHAT}",\n    )`,
  ],
  [
    'names that another function sets too',
    `def a(k):\n    url = "${CHAT}"\n    headers = $H\n    return requests.post(url, headers=headers)\ndef b(k):\n    url = "https://example.org"\n    headers = other(k)\n    return requests.post(url, headers=headers)`,
  ],
  [
    'a client of each method',
    `import httpx\nclass A:\n    async def a(self):\n        async with httpx.AsyncClient() as client:\n            await client.post("${CHAT}", headers=$H)\n    async def b(self):\n        async with httpx.AsyncClient() as client:\n            await client.get(self.other)`,
  ],
  [
    'a variable of the program in a function',
    `url = "${CHAT}"\ndef a():\n    def b():\n        requests.post(url, headers=$H)\n    b()\ndef c(url): pass`,
  ],
  [
    'headers that a method returns',
    `class A:\n    def _headers(self) -> dict[str, str]:\n        headers = $H\n        return headers\n    def a(self):\n        return requests.post("${CHAT}", headers=self._headers())`,
  ],
  ['a session', `s = requests.Session()\ns.headers.update($H)\ns.post("${CHAT}", json={})`],
  ['httpx', `import httpx\nhttpx.post("${CHAT}", headers=$H)`],
  [
    'httpx.Client',
    `client = httpx.Client(base_url="${HOST}/v1", headers=$H)\nclient.post("/chat/completions", json={})`,
  ],
  [
    'httpx.AsyncClient',
    `async with httpx.AsyncClient(headers=$H) as client:\n    r = await client.post("${CHAT}", json={})`,
  ],
  ['httpx.stream', `with httpx.stream("POST", "${CHAT}", headers=$H) as r:\n    pass`],
  [
    'aiohttp',
    `async with aiohttp.ClientSession() as session:\n    async with session.post("${CHAT}", headers=$H) as r:\n        pass`,
  ],
  [
    'from aiohttp import',
    `from aiohttp import ClientSession\nsession = ClientSession(headers=$H)\nawait session.post("${CHAT}")`,
  ],
  ['urllib', `import urllib.request\nreq = urllib.request.Request("${CHAT}", data=b"{}", headers=$H)`],
  [
    'http.client',
    `conn = http.client.HTTPSConnection("api.starrise.ai")\nconn.request("POST", "/v1/chat/completions", payload, $H)`,
  ],
  [
    'in a method',
    `class A:\n    def __init__(self):\n        self.base = "${HOST}"\n    def go(self):\n        return requests.post(f"{self.base}/v1/chat/completions", headers=$H)`,
  ],
];

it.each([
  'headers = {"accept": "x"}\nsign(headers)\nrequests.post("$U", headers=headers)',
  'headers = {"accept": "x"}\nsign(headers=headers)\nrequests.post("$U", headers=headers)',
  'headers = {"accept": "x"}\nsame = headers\nsame["Authorization"] = k\nrequests.post("$U", headers=headers)',
  'headers = {"accept": "x"}\nheaders.setdefault("Authorization", k)\nrequests.post("$U", headers=headers)',
  'h = {"accept": "x"}\nh.update(auth)\nrequests.post("$U", headers=h)',
  's = requests.Session()\ns.headers = auth\ns.post("$U", headers={"accept": "x"})',
  's = requests.Session()\nsetup(s)\ns.post("$U", headers={"accept": "x"})',
  's = httpx.Client(auth=auth, headers={"accept": "x"})\ns.post("$U")',
  's = httpx.Client(event_hooks={"request": [sign]}, headers={"accept": "x"})\ns.post("$U")',
  'r = urllib.request.Request("$U", headers={"accept": "x"})\nsign(r)',
  'r = urllib.request.Request("$U", headers={"accept": "x"})\nr.add_unredirected_header("Authorization", k)',
])('a credential may come in: %s', (code) => {
  expect(codesIn(code.replace('$U', CHAT))).toEqual([]);
});

it.each([
  'headers = {"accept": "x"}\nprint(headers, len(headers))\nrequests.post("$U", headers=headers)',
  'headers = {"accept": "x"}\nrequests.get(url, headers=headers)\nrequests.post("$U", headers=headers)',
  's = httpx.Client(headers={"accept": "x"}, timeout=3)\ns.post("$U")',
  'r = urllib.request.Request("$U", headers={"accept": "x"})\nurllib.request.urlopen(r)',
])('none comes in: %s', (code) => {
  expect(codesIn(code.replace('$U', CHAT))).toEqual(['no-credential']);
});

it.each([
  `from mine import post\npost("${CHAT}", headers={"x-api-key": K})`,
  `from requests import post\ndef post(url, headers): pass\npost("${CHAT}", headers={"x-api-key": K})`,
  `from .requests import post\npost("${CHAT}", headers={"x-api-key": K})`,
  `from requests import get as post, post as get\nmine.post("${CHAT}", headers={"x-api-key": K})`,
  `from mine import (\n    Session,\n)\nSession().post("${CHAT}", headers={"x-api-key": K})`,
  `from requests import get\npost("${CHAT}", headers={"x-api-key": K})`,
  `from requests import post\npost = mine(post)\npost("${CHAT}", headers={"x-api-key": K})`,
])('a function of another module is none of requests: %s', (code) => {
  expect(codesIn(code)).toEqual([]);
});

it.each([
  'os.getenv("STARRISE_API_KEY", "")',
  "os.environ.get('STARRISE_API_KEY', '')",
  'os.environ["STARRISE_API_KEY"]',
])('a variable is known by its name, an empty default or none: %s', (variable) => {
  const request = (value: string): string =>
    `import os, requests\nrequests.post("${CHAT}", headers={"Authorization": ${value}})`;
  expect(codesIn(request(variable))).toEqual(['missing-bearer']);
  expect(codesIn(request(`"Bearer " + ${variable}`))).toEqual([]);
  expect(codesIn(`print(${variable}) # starrise`)).toEqual(['key-logged']);
});

describe('each client, right and wrong', () => {
  it.each(CLIENTS)('%s', (_name, code) => {
    expect(codesIn(code.replace('$H', '{"x-api-key": API_KEY, "Content-Type": "application/json"}'))).toEqual([
      'x-api-key-outside-claude',
    ]);
    expect(codesIn(code.replace('$H', '{"Authorization": f"Bearer {API_KEY}"}'))).toEqual([]);
  });
});

describe('what a program says', () => {
  const rows: readonly (readonly [code: string, codes: readonly string[]])[] = [
    [`requests.post("${CHAT}", headers={"Authorization": "Bearer " + KEY})`, []],
    [`requests.post("${CHAT}", headers={"Authorization": "Bearer Bearer " + KEY})`, ['doubled-bearer']],
    [`requests.post("${CHAT}", headers={"Authorization": os.environ["STARRISE_API_KEY"]})`, ['missing-bearer']],
    [`requests.post("${CHAT}", headers={"Content-Type": "application/json"})`, ['no-credential']],
    [`requests.post("${CHAT}", auth=("user", key), headers={"Accept": "*/*"})`, ['basic']],
    [`requests.get("${HOST}/v1beta/models", params={"key": STARRISE_API_KEY})`, ['key-in-query']],
    [`requests.get(f"${HOST}/v1beta/models?key={STARRISE_API_KEY}")`, ['key-in-query']],
    [`h = {}\nh["api-key"] = KEY\nrequests.post("${CHAT}", headers=h)`, ['api-key-header']],
    [`req = urllib.request.Request("${CHAT}")\nreq.add_header("api-key", KEY)`, ['api-key-header']],
    [`from openai import OpenAI\nOpenAI(base_url="${HOST}", api_key=k)`, ['missing-version']],
    [`import openai\nopenai.api_base = "${HOST}"\nopenai.api_key = k`, ['missing-version']],
    [`import openai\nopenai.base_url = "${HOST}/v1/chat/completions"`, ['endpoint-as-base']],
    [`import openai\nBASE = "${HOST}"\nopenai.api_base = BASE + "/v1"`, []],
    [`import openai\nopenai.base_url = "${HOST}/v1/"`, []],
    [`openai.api_base = "${HOST}"`, []],
    [`import openai\nif openai.api_base == "${HOST}": pass\nself.openai.api_base = "${HOST}"`, []],
    [`from langchain.llms import OpenAI\nOpenAI(openai_api_base="${HOST}", openai_api_key=k)`, ['missing-version']],
    [`from langchain.llms import OpenAI\nOpenAI(openai_api_base="${HOST}/v1", openai_api_key=k)`, []],
    [`import openai\nclient = openai.OpenAI(api_key=k, base_url="${HOST}/v1")`, []],
    [
      `import litellm\nlitellm.completion(model="openai/m", messages=m, api_base="${HOST}", api_key=k)`,
      ['missing-version'],
    ],
    [`import litellm\nlitellm.completion(model="openai/m", messages=m, api_base="${HOST}/v1", api_key=k)`, []],
    [
      `from litellm import acompletion as ask\nasync def f():\n    await ask("gpt-4o", m, base_url="${CHAT}")`,
      ['endpoint-as-base'],
    ],
    [
      `import litellm\nlitellm.embedding(model="text-embedding-3-small", api_base="${HOST}/v1", api_key=f"Bearer {k}")`,
      ['bearer-in-key'],
    ],
    [
      `import litellm\nlitellm.completion(model=m, custom_llm_provider="openai", api_base="${HOST}")`,
      ['missing-version'],
    ],
    [`import litellm\nlitellm.completion(model="anthropic/claude", messages=m, api_base="${HOST}")`, []],
    [
      `import litellm\nlitellm.completion(model="anthropic/claude", messages=m, api_base="${HOST}/v1")`,
      ['doubled-version'],
    ],
    [`import litellm\nlitellm.completion("claude-sonnet-4-5", m, api_base="${HOST}/v1")`, ['doubled-version']],
    [`import litellm\nlitellm.completion("anthropic/claude", m, api_base="${HOST}/v1/messages")`, []],
    [`import litellm\nlitellm.completion("anthropic/claude", m, api_base="${CHAT}")`, ['endpoint-as-base']],
    [
      `import litellm\nlitellm.completion("m", m, custom_llm_provider="anthropic", base_url="${HOST}/v1/")`,
      ['doubled-version'],
    ],
    [`import litellm\nlitellm.completion("bedrock/anthropic.claude", m, api_base="${HOST}/v1")`, []],
    [`import litellm\nlitellm.completion("gemini/gemini-2.5-flash", m, api_base="${HOST}")`, ['missing-version']],
    [`import litellm\nlitellm.completion("gemini/gemini-2.5-flash", m, api_base="${HOST}/v1beta")`, []],
    [`import litellm\nlitellm.completion("gemini/gemini-2.5-flash", m, api_base="${HOST}/v1")`, []],
    [`import litellm\nlitellm.completion("litellm_proxy/m", m, api_base="${HOST}")`, ['missing-version']],
    [`import litellm\nlitellm.completion("ft:gpt-4o:acme", m, api_base="${HOST}")`, ['missing-version']],
    [`import litellm\nlitellm.speech(model="openai/tts-1", input=t, api_base="${HOST}")`, ['missing-version']],
    [`import litellm\nlitellm.transcription("whisper-1", f, api_base="${HOST}/v1")`, []],
    [`import litellm\nlitellm.moderation(t, api_base="${HOST}")`, []],
    [`import litellm\nlitellm.api_base = "${HOST}/v1"\nlitellm.completion("anthropic/claude", m)`, ['doubled-version']],
    [
      `import litellm\nlitellm.api_base = "${HOST}/v1"\nlitellm.completion("anthropic/claude", m)\nlitellm.completion("gpt-4o", m)`,
      [],
    ],
    [
      `from llama_index.llms.openai_like import OpenAILikeResponses\nOpenAILikeResponses(model="m", api_base="${HOST}")`,
      ['missing-version'],
    ],
    [`import litellm\nlitellm.completion(model="openai/m", custom_llm_provider="azure", api_base="${HOST}")`, []],
    [`import litellm\nlitellm.completion(model=model, messages=m, api_base="${HOST}")`, []],
    [`import litellm\nlitellm.completion(**options, model="openai/m", api_base="${HOST}")`, []],
    [`import litellm\nlitellm.completion(model="openai/m", messages=m, api_base="https://llm.example.org")`, []],
    [`completion(model="openai/m", messages=m, api_base="${HOST}")`, []],
    [`import litellm\nlitellm.api_base = "${HOST}"\nlitellm.completion("gpt-4o", m)`, ['missing-version']],
    [`import litellm\nlitellm.api_base = "${HOST}/v1"\nlitellm.completion("gpt-4o", m)`, []],
    [`import litellm\nlitellm.api_base = "${HOST}"\nlitellm.completion("anthropic/claude", m)`, []],
    [`import litellm\nlitellm.api_base = "${HOST}"\nlitellm.completion("gpt-4o", m)\nlitellm.completion(other, m)`, []],
    [`import litellm\nlitellm.api_base = "${HOST}"`, []],
    [
      `from llama_index.llms.openai import OpenAI\nOpenAI(model="m", api_base="${HOST}", api_key=k)`,
      ['missing-version'],
    ],
    [`from llama_index.llms.openai import OpenAI\nOpenAI(model="m", api_base="${HOST}/v1", api_key=k)`, []],
    [
      `from llama_index.llms.openai_like import OpenAILike\nOpenAILike(api_base="${HOST}/v1", api_key="Bearer " + k)`,
      ['bearer-in-key'],
    ],
    [
      `from llama_index.embeddings.openai import OpenAIEmbedding\nOpenAIEmbedding(api_base="${CHAT}")`,
      ['endpoint-as-base'],
    ],
    [
      `from llama_index.llms.anthropic import Anthropic\nAnthropic(base_url="${HOST}/v1", api_key=k)`,
      ['doubled-version'],
    ],
    [`from llama_index.llms.anthropic import Anthropic\nAnthropic(base_url="${HOST}", api_key=k)`, []],
    [`from llama_index.llms.openai import OpenAI\nOpenAI(api_base="https://llm.example.org", api_key=k)`, []],
    [`from mine import OpenAI\nOpenAI(api_base="${HOST}")`, []],
    [`from openai import OpenAI\nOpenAI(base_url="${HOST}/v1", api_key=f"Bearer {k}")`, ['bearer-in-key']],
    [`from openai import AzureOpenAI\nAzureOpenAI(azure_endpoint="${HOST}", api_key=k)`, ['sdk-cannot-reach']],
    [`from anthropic import Anthropic\nAnthropic(base_url="${HOST}/v1", api_key=k)`, ['doubled-version']],
    [`import anthropic\nanthropic.Anthropic(base_url="${HOST}", api_key=a, auth_token=b)`, ['two-credentials']],
    [`import anthropic\nanthropic.Anthropic(base_url="${HOST}", api_key=None, auth_token=b)`, []],
    [
      `from google import genai\ngenai.Client(api_key=k, http_options={"base_url": "${HOST}/v1beta"})`,
      ['doubled-version'],
    ],
    [`from google import genai\ngenai.Client(api_key=k, http_options=types.HttpOptions(base_url="${HOST}"))`, []],
    [
      `from langchain_openai import ChatOpenAI\nChatOpenAI(openai_api_base="${HOST}", openai_api_key=k)`,
      ['missing-version'],
    ],
    [
      `from langchain_anthropic import ChatAnthropic\nChatAnthropic(base_url="${HOST}/v1", api_key=k)`,
      ['doubled-version'],
    ],
    [
      `requests.post("https://api.openai.com/v1/models", headers={"Authorization": f"Bearer {STARRISE_API_KEY}"})`,
      ['gateway-key-elsewhere'],
    ],
    ['print(os.environ["STARRISE_API_KEY"])', ['key-logged']],
    ['logger.info(f"using {api_key}") # starrise', ['key-logged']],
    ['print(f"key: {api_key[:4]}…", len(api_key), mask(api_key), bool(api_key)) # starrise', []],
    ['print("set STARRISE_API_KEY")', []],
    ['safe_api_key = redact(api_key)\nprint(f"key: {safe_api_key}") # starrise', []],
    ['print(f"key: {self.masked_api_key}, {has_api_key}") # starrise', []],
  ];
  it.each(rows)('%s', (code, codes) => {
    expect(codesIn(code)).toEqual(codes);
  });
});

describe('silence', () => {
  const WRONG = '{"x-api-key": KEY}';
  it.each([
    `# requests.post("${CHAT}", headers=${WRONG})`,
    `"""\nrequests.post("${CHAT}", headers={'x-api-key': k})\n"""`,
    `requests.post("${CHAT}", headers={**common, "x-api-key": KEY})`,
    `requests.post("${CHAT}", headers=headers_for(KEY))`,
    `requests.post("${CHAT}")`,
    `requests.post("${CHAT}", headers=${WRONG}, **more)`,
    `requests.post("https://example.org/v1/chat/completions", headers=${WRONG}) # starrise`,
    `def f(url):\n    requests.post(url, headers=${WRONG}) # starrise`,
    `url = "${CHAT}"\nurl = other()\nrequests.post(url, headers=${WRONG})`,
    `h = {"Accept": "*/*"}\nif key:\n    h["Authorization"] = key\nrequests.post("${CHAT}", headers=h)`,
    `from mine import requests_like as http\nhttp.post("${CHAT}", headers=${WRONG})`,
    `cache.get("${CHAT}", headers=${WRONG})`,
    `s = requests.Session()\nif x:\n    s.headers.update({"Authorization": k})\ns.post("${CHAT}", headers={"Accept": "*/*"})`,
    `requests.post("%s/v1/chat/completions" % "${HOST}", headers=${WRONG})`,
    `url = "${CHAT}"\nif other:\n    url = mine(\n        url=url,\n    )\nrequests.post(\n    url=url,\n    headers=${WRONG},\n)`,
    `headers = ${WRONG}\n(headers := mine())\nrequests.post(\n    "${CHAT}",\n    headers=headers)`,
    `url = given or "${CHAT}"\nrequests.post(url, headers=${WRONG})`,
    `url = "${CHAT}"\ndef a(url):\n    requests.post(url, headers=${WRONG})`,
    `url = "${CHAT}"\ndef a():\n    url = other()\n    requests.post(url, headers=${WRONG})`,
    `def a():\n    url = "${CHAT}"\ndef b():\n    requests.post(url, headers=${WRONG})`,
    `url = "${CHAT}"\ndef a():\n    global url\n    url = other()\nrequests.post(url, headers=${WRONG})`,
    `def a():\n    url = "${CHAT}"\n    def b():\n        nonlocal url\n        url = other()\n    requests.post(url, headers=${WRONG})`,
    `def a():\n    url = "${CHAT}"\n    requests.post(f"{self.url}", headers=${WRONG})`,
    `h = {"Accept": "*/*"}\ndef a():\n    sign(h)\ndef b():\n    requests.post("${CHAT}", headers=h)`,
    `def h(a):\n    if a:\n        return {}\n    return ${WRONG}\nrequests.post("${CHAT}", headers=h(1))`,
    `class A:\n    def h(self): return ${WRONG}\nclass B:\n    def h(self): return {}\n    def b(self): requests.post("${CHAT}", headers=self.h())`,
    `def h(): return ${WRONG}\nh = mine(h)\nrequests.post("${CHAT}", headers=h())`,
    `def h():\n    a = {"Accept": "*/*"}\n    sign(a)\n    return a\nrequests.post("${CHAT}", headers=h())`,
  ])('%s', (code) => {
    expect(codesIn(code)).toEqual([]);
  });
});

it('finds the place of the very header', () => {
  const text = `headers = {\n    "x-api-key": KEY,\n}\nrequests.post("${CHAT}", headers=headers)\n`;
  const [problem] = findRequestProblems(text, 'a.py', SETTINGS).problems;
  expect(text.slice(problem?.start, problem?.end)).toBe('x-api-key');
});

describe('hostile texts are read in proportion to their length', () => {
  // Of what is not in proportion, this is minutes.
  it.each([
    '(',
    '[',
    '"',
    "'",
    '"""',
    '{',
    'f"{',
    'a.',
    'a=',
    '\\',
    'f(',
    'def f(',
    'def f():\n ',
    'def f(): return f()\n',
    'def f():\n return {**f()}\n',
    'global a, ',
    'for ',
    'x = y\n',
    'if x:\n ',
    '+',
    'log.info(',
    'requests.post(',
    'OpenAI(',
    'Client()\n',
    's.get(u)\n',
    '\nh.update({"a": b})',
  ])('%j', (piece) => {
    const text = `s = Session()\nrequests.post("${CHAT}", headers=${piece.repeat(100_000 / piece.length)}`;
    expect(codesIn(text)).toEqual([]);
  });

  it.each([2, 20])('names that hold names, %d times each', (times) => {
    const all = (text: (at: number) => string): string => Array.from({ length: 60 }, (_, at) => text(at)).join('\n');
    const sums = all((at) => `a${at + 1} = ${Array(times).fill(`a${at}`).join(' + ')}`);
    const merged = all((at) => `h${at + 1} = {${`**h${at}, `.repeat(times)}}`);
    const names = `a0 = "x"\n${sums}\nh0 = {"x-api-key": k}\n${merged}`;
    expect(codesIn(`${names}\nrequests.post("${CHAT}" + a60, headers=h60)`)).toEqual([]);
    // Of what is that large, nothing is known.
    expect(codesIn(`${names}\nrequests.post("${CHAT}", headers=h2)`)).toEqual(
      times === 2 ? ['x-api-key-outside-claude'] : [],
    );
  });
});
