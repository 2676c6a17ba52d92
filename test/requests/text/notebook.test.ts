import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

type Cell = readonly [kind: 'code' | 'markdown' | 'raw', source: string];

/** As Jupyter writes it: members in the order of their names, sources as lists of lines. */
function notebook(cells: readonly Cell[], { language = 'python', isOneString = false } = {}): string {
  const written = cells.map(([kind, source]) => ({
    cell_type: kind,
    metadata: { tags: ['"source": "{"'] },
    ...(kind === 'code' ? { outputs: [{ text: [`curl ${CHAT} -H "x-api-key: $KEY"\n`], source: ['{'] }] } : {}),
    source: isOneString ? source : source.split(/(?<=\n)/),
  }));
  const metadata = { kernelspec: { display_name: 'Python 3', language, name: 'python3' } };
  return JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

function markedIn(text: string): string[] {
  const { problems } = findRequestProblems(text, 'call.ipynb', SETTINGS);
  return problems.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

/** The same request in each kind of cell; `$H` is the header's name, `$V` what stands before the key. */
const CELLS: readonly (readonly [name: string, cells: readonly Cell[], options?: Parameters<typeof notebook>[1]])[] = [
  ['Python', [['code', `import requests\nrequests.post("${CHAT}", headers={"$H": f"$V{key}"})`]]],
  [
    'Python over three cells',
    [
      ['code', `import requests\nURL = "${CHAT}"`],
      ['markdown', '# Now call it'],
      ['code', 'headers = {"$H": f"$V{key}"}\n'],
      ['code', '!pip install requests\n%env A=b\nrequests.post(URL, headers=headers)'],
    ],
  ],
  ['a cell with %%time', [['code', `%%time\nimport requests\nrequests.post("${CHAT}", headers={"$H": f"$V{key}"})`]]],
  ['%%bash', [['code', `%%bash\ncurl "${CHAT}" \\\n  -H "$H: $V$KEY" \\\n  -d '{"a": "b"}'`]]],
  ['%%bash behind a comment', [['code', `# Call it.\n\n%%bash\ncurl ${CHAT} -H "$H: $V$KEY"`]]],
  ['%%script bash', [['code', `%%script bash\ncurl ${CHAT} -H "$H: $V$KEY"`]]],
  ['a line with !', [['code', `import os\n!curl ${CHAT} -H "$H: $V$KEY"\nprint(1)`]]],
  ['a line with ! that goes on', [['code', `!curl ${CHAT} \\\n  -H "$H: $V$KEY"\nprint(1)`]]],
  ['a line with ! whose output is kept', [['code', `out = !curl ${CHAT} -H "$H: $V$KEY"`]]],
  ['%%js', [['code', `%%js\nfetch('${CHAT}', { headers: { '$H': \`$V\${key}\` } });`]]],
  ['Markdown', [['markdown', `Call it:\n\n\`\`\`bash\ncurl ${CHAT} -H "$H: $V$KEY"\n\`\`\`\n`]]],
  ['one string', [['code', `%%bash\ncurl ${CHAT} -H "$H: $V$KEY"`]], { isOneString: true }],
  [
    'the kernel of JavaScript',
    [['code', `await fetch('${CHAT}', { headers: { '$H': \`$V\${key}\` } });`]],
    { language: 'typescript' },
  ],
];

describe('requests in notebooks, right and wrong', () => {
  it.each(CELLS.map(([name, cells, options = {}]) => ({ name, cells, options })))('$name', ({ cells, options }) => {
    const text = notebook(cells, options);
    const wrong = markedIn(text.replaceAll('$H', 'x-api-key').replaceAll('$V', ''));
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(/^x-api-key-outside-claude ['"\\]*x-api-key/);
    expect(markedIn(text.replaceAll('$H', 'Authorization').replaceAll('$V', 'Bearer '))).toEqual([]);
  });
});

it.each([
  [`import os\nos.environ["OPENAI_BASE_URL"] = "${HOST}"`, 1],
  [`%env OPENAI_BASE_URL=${HOST}`, 1],
  [`import os\nOPENAI_BASE_URL = "${HOST}"`, 0],
  [`%%bash\nexport OPENAI_BASE_URL="${HOST}"`, 1],
  [`os.environ["OPENAI_BASE_URL"] = "${HOST}/v1"`, 0],
  [`# os.environ["OPENAI_BASE_URL"] = "${HOST}"`, 0],
])('a variable that a cell sets: %s', (code, count) => {
  expect(markedIn(notebook([['code', code]]))).toEqual(Array(count).fill(`missing-version ${HOST}`));
});

describe('what is no request of a notebook', () => {
  it.each([
    ['outputs', notebook([['code', 'print(1)']])],
    ['raw cells', notebook([['raw', `curl ${CHAT} -H "x-api-key: $K"`]])],
    ['cells for other programs', notebook([['code', `%%html\ncurl ${CHAT} -H "x-api-key: $K"`]])],
    ['files that cells write', notebook([['code', `%%writefile a.sh\ncurl ${CHAT} -H "x-api-key: $K"`]])],
    ['a JSON of another kind', `{ "source": ["curl ${CHAT} -H 'x-api-key: k'"] }`],
    ['what is cut off', notebook([['code', `%%bash\ncurl ${CHAT} -H "x-api-key: $K"`]]).slice(0, 150)],
    ['too many brackets', `]}]}{"cells":[{"source":[[[["${CHAT}"`],
  ])('%s', (_name, text) => {
    expect(markedIn(text)).toEqual([]);
  });

  it('costs no more than its length', () => {
    const before = process.cpuUsage();
    const picture = JSON.stringify({ image: 'A'.repeat(4_000_000) });
    const text = `{"cells":[{"cell_type":"code","outputs":[${picture}],"source":["# ${HOST}\\n"]}]}`;
    expect(markedIn(text)).toEqual([]);
    expect(markedIn(`${HOST}${'"\\'.repeat(50_000)}`)).toEqual([]);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
