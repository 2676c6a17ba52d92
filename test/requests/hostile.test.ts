import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { findRequestProblems, judgeSettings } from '../../src/requests/index.js';

const URL = 'https://api.starrise.ai/v1/chat/completions';
const JS = `const u = '${URL}';\n`;
const PYTHON = `import requests\nU = "${URL}"\n`;
/** A request without a credential, which every reader reports. */
const JS_BEHIND = `\nfetch('${URL}', { method: 'POST', headers: {} });`;

const many = (count: number, piece: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => piece(n)).join('');
/** Thirty names, each of which leads to the one before it twice. */
const doubling = (piece: (n: number) => string): string => many(30, (n) => piece(n + 1));

/** Each would take minutes where something is looked through once more for each of its uses, or each way to it is gone. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'requests with one object of options': `${JS}const o = { headers: { a: k } };${many(20_000, () => 'fetch(u, o);')}`,
  'clients with one object of options': `import OpenAI from 'openai'; const o = { baseURL: '${URL}' };${many(20_000, () => 'new OpenAI(o);\n')}`,
  'names taken from one object': `${JS}const {${many(10_000, (n) => `k${n},`)}} = process.env;${many(10_000, (n) => `fetch(u, { headers: { Authorization: k${n} } });`)}`,
  'members of one object': `${JS}const a = {${many(10_000, (n) => `k${n}: k,`)}};${many(10_000, (n) => `fetch(u, { headers: { Authorization: a.k${n} } });`)}`,
  'methods of one object': `${JS}const a = {${many(5000, (n) => `m${n}(h) { return fetch(u, { headers: h }); },`)}};${many(5000, (n) => `a.m${n}({ a: k });`)}`,
  'objects that hold one another': `${JS}const a0 = { k };${doubling((n) => `const a${n} = { p: a${n - 1}, q: a${n - 1} };`)}${many(5000, () => 'fetch(u, { headers: a30.p.p });')}`,
  'either of two names': `${JS}const a0 = { k };${doubling((n) => `const a${n} = a${n - 1} || a${n - 1};`)}${many(20_000, () => 'fetch(u, { headers: a30 });')}`,
  'one name declared again and again': `${JS}${many(20_000, () => 'var a = k;')}${many(20_000, () => 'fetch(u, { headers: { Authorization: a } });')}`,
  'headers of one request': `const x = new XMLHttpRequest(); x.open('POST', '${URL}');${many(20_000, (n) => `x.setRequestHeader('a${n}', k);`)}`,
  'lists spread into lists': `${JS}const a0 = ['s', 'k', '-'];${doubling((n) => `const a${n} = [...a${n - 1}, ...a${n - 1}];`)}${many(1000, () => "x = a30.join('');")}`,
  'one list joined again and again': `${JS}const a = [${many(10_000, () => "'s',")}];${many(10_000, () => "x = a.join('');")}`,
  'parameters of one URL': `${JS}const q = new URL(u);${many(10_000, (n) => `q.searchParams.set('k${n}', k);`)}fetch(q, { headers: { a: k } });`,
  'a function of many requests called many times': `${JS}function f(h) {${many(4000, () => 'fetch(u, { headers: h });')}}${many(10_000, () => 'f({ a: k });')}`,
};

/** What is more than is followed. */
const UNREAD: Readonly<Record<string, string>> = {
  'headers set for requests': `${JS}const h = new Headers();${many(10_000, (n) => `h.set('a${n}', k);`)}${many(10_000, () => 'fetch(u, { headers: h });')}`,
  'defaults of one client': `const c = axios.create({ baseURL: '${URL}' });${many(10_000, (n) => `c.defaults.headers.common.a${n} = k;`)}${many(10_000, () => "c.get('/models');")}`,
  'functions that call one another': `${JS}${many(200, (n) => `function f${n}(h) { return {${many(200, (m) => `...f${m}(h),`)}}; }`)}fetch(u, { headers: f0({}) });`,
  'sets of parameters for requests': `${JS}const q = new URL(u);${many(10_000, (n) => `q.searchParams.set('k${n}', k);`)}${many(10_000, () => 'fetch(q, { headers: { a: k } });')}`,
};

const SETTINGS = judgeSettings(DEFAULT_CONFIG);
const read = (text: string, path: string) => findRequestProblems(text, path, SETTINGS);

describe('a hostile script', () => {
  for (const [name, text] of Object.entries(SCRIPTS)) {
    it(`of ${name} is read to its end`, () => {
      const { problems, isUnparsed, isUnread } = read(text + JS_BEHIND, 'a.js');
      expect({ isUnparsed, isUnread }).toEqual({ isUnparsed: false, isUnread: false });
      expect(problems.at(-1)?.start).toBeGreaterThan(text.length);
    });
  }

  for (const [name, text] of Object.entries(UNREAD)) {
    it(`of ${name} is given up, and that is said`, () => {
      expect(read(text, 'a.js').isUnread).toBe(true);
    });
  }

  it('in a page of many is read to its end', () => {
    const page = `<p>${many(4000, () => `<script>${JS}f(u)</script>\n`)}`;
    const { problems, isUnread } = read(`${page}<script>${JS_BEHIND}</script>`, 'a.html');
    expect(isUnread).toBe(false);
    expect(problems).toHaveLength(1);
  });

  it('of comments on one line is left to the reader of plain text, and that is said', () => {
    expect(read(`${JS}${'/**/'.repeat(200_000)}${JS_BEHIND}`, 'a.js').isUnparsed).toBe(true);
  });

  it('of nothing but mistakes does not hold the scan up', () => {
    for (const text of [`${URL}\n`, "Authorization <script a='a='", 'a: '])
      expect(read(JS + text.repeat(30_000), 'a.js').problems).toEqual([]);
  });
});

/** The same of other languages. */
const OTHERS: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'headers of a session': [
    'a.py',
    `${PYTHON}s = requests.Session()\n${many(10_000, (n) => `s.headers["a${n}"] = K\n`)}${many(10_000, () => 's.post(U)\n')}requests.post(U, headers={"a": "b"})\n`,
  ],
  'a sum in PowerShell': [
    'a.ps1',
    `$x = ${'"a" + '.repeat(100_000)}"b"\nInvoke-RestMethod -Uri ${URL} -Headers @{a='b'}\n`,
  ],
  'quoted strings in one word of a shell': [
    'a.sh',
    `curl ${URL} -H "a: "${'"b"+'.repeat(100_000)}\ncurl ${URL} -H 'a: b'\n`,
  ],
  'a variable set again and again': [
    'a.sh',
    `${many(30_000, () => 'a=x\n')}${many(30_000, () => 'echo $a\n')}curl ${URL} -H 'a: b'\n`,
  ],
};

describe('a hostile text', () => {
  it('of many addresses with many headers in one command is given up, and that is said', () => {
    const words = (count: number): string =>
      `curl ${many(count, (n) => `${URL} -H "a${n}: b" `)}\necho ${'word '.repeat(5000)}\ncurl ${URL} -H 'a: b'\n`;
    expect(read(words(300), 'a.sh')).toMatchObject({ isUnread: false });
    const { isUnread, problems } = read(words(10_000), 'a.sh');
    expect({ isUnread, count: problems.length }).toEqual({ isUnread: true, count: 1 });
  });

  for (const [name, [path, text]] of Object.entries(OTHERS)) {
    it(`of ${name} is read to its end`, () => {
      expect(read(text, path).problems.map(({ start }) => start > text.length - 200)).toContain(true);
    });
  }
});
