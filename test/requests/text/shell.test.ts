import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';
import { expandMarkers } from '../../support/keys.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

function problemsIn(text: string, file = 'call.sh') {
  return findRequestProblems(expandMarkers(text), file, SETTINGS).problems;
}

function codesIn(text: string, file = 'call.sh'): string[] {
  return problemsIn(text, file).map(({ code }) => code);
}

it.each([
  ['no function', '', ['no-credential']],
  ['another', 'curly() { :; }\nalias curly=curl\nfunction curl-json { :; }', ['no-credential']],
  ['a function', 'curl() { command curl -H "Authorization: Bearer $K" "$@"; }', []],
  ['a function of ksh or fish', 'function curl {\n  command curl -H "Authorization: Bearer $K" "$@"\n}', []],
  ['an alias', `shopt -s expand_aliases; alias curl='curl -H "Authorization: Bearer $K"'`, []],
])('what is called curl may add a credential: %s', (_, before, codes) => {
  expect(codesIn(`${before}\ncurl ${CHAT} -H 'accept: x'`)).toEqual(codes);
});

/** The same request in every notation, right and wrong; `$H` is the header's name, `$V` what stands before the key. */
const FORMS: readonly (readonly [name: string, script: string])[] = [
  ['double quotes', `curl ${CHAT} -H "$H: $V$STARRISE_API_KEY"`],
  ['single quotes', `curl '${CHAT}' -H '$H: $Vsk-your-key'`],
  ['the URL last', `curl -sS -X POST -H "$H: $V$KEY" -d '{"model":"m"}' ${CHAT}`],
  ['--url and --header', `curl --request POST --url ${CHAT} --header "$H: $V$KEY" --data '{}'`],
  ['continuations', `curl ${CHAT} \\\n  -H "Content-Type: application/json" \\\n  -H "$H: $V$KEY" \\\n  -d '{}'\n`],
  ['CRLF', `curl ${CHAT} \\\r\n  -H "$H: $V$KEY"\r\n`],
  ['blanks behind a continuation', `curl ${CHAT} \\ \n  -H "$H: $V$KEY"`],
  ['a header without a blank', `curl -H"$H:$V$KEY" ${CHAT}`],
  ["$'…'", `curl ${CHAT} -H $'$H: $Vsk-your-key' -d $'{"a":"it\\'s"}'`],
  ['a variable for the base', `BASE=${HOST}/v1\ncurl "$BASE/chat/completions" -H "$H: $V$KEY"`],
  [
    'a variable for the host',
    `export HOST="api.starrise.ai"\ncurl https://\${HOST}/v1/chat/completions -H "$H: $V$KEY"`,
  ],
  ['a default', `BASE="\${BASE:-${HOST}}"\ncurl "$BASE/v1/chat/completions" -H "$H: $V$KEY"`],
  ['a variable for the header', `AUTH="$H: $V$KEY"\ncurl ${CHAT} -H "$AUTH"`],
  ['an array', `ARGS=(-s -H "$H: $V$KEY")\ncurl "\${ARGS[@]}" ${CHAT}`],
  ['a substitution', `ANSWER=$(curl -s ${CHAT} -H "$H: $V$KEY" | jq .)`],
  ['a substitution in quotes', `echo "it says: $(curl -s ${CHAT} -H "$H: $V$KEY")"`],
  ['backticks', `A=\`curl -s ${CHAT} -H "$H: $V$KEY"\``],
  ['behind a pipe', `cat body.json | curl ${CHAT} -H "$H: $V$KEY" -d @-`],
  ['a here-document', `curl ${CHAT} -H "$H: $V$KEY" -d @- <<EOF\n{"model": "it's"}\nEOF\n`],
  ['in a here-document', `ssh host <<'EOF'\ncurl ${CHAT} -H "$H: $V$KEY"\nEOF\n`],
  ['in bash -c', `bash -c 'curl ${CHAT} -H "$H: $Vsk-your-key"'`],
  ['in a condition', `if curl -f ${CHAT} -H "$H: $V$KEY"; then echo ok; fi`],
  ['after a wrapper', `time sudo -E env A=1 curl ${CHAT} -H "$H: $V$KEY"`],
  ['a transcript', `$ curl ${CHAT} \\\n>   -H "$H: $V$KEY"\n{"id": "it's"}`],
  ['without a scheme', `curl api.starrise.ai/v1/chat/completions -H "$H: $V$KEY"`],
  ['two requests', `curl -s https://example.org/a --next -H "$H: $V$KEY" ${CHAT}`],
  ['wget', `wget -qO- --header="$H: $V$KEY" --post-data '{}' ${CHAT}`],
  ['wget, the header apart', `wget --header "$H: $V$KEY" ${CHAT} -O out.json`],
  ['httpie', `http POST ${CHAT} "$H:$V$KEY" model=gpt-4o`],
  ['httpie, quotes inside', `http --json ${CHAT} $H:"$V$KEY" model=gpt-4o messages:='[]'`],
  ['https of httpie', `https api.starrise.ai/v1/chat/completions "$H:$V$KEY" model=m`],
  ['httpie and a here-document', `http POST ${CHAT} "$H:$V$KEY" <<EOF\n{"model": "it's"}\nEOF\n`],
  ['httpie and a here-string', `http POST ${CHAT} "$H:$V$KEY" <<<'{"model": "m"}'`],
  ['httpie and continuations', `http POST ${CHAT} \\\n  "$H:$V$KEY" \\\n  model=m \\\n  messages:='[]'\n`],
  ['httpie behind a pipe', `echo '{}' | http POST ${CHAT} $H:"$V$KEY"`],
  [
    'wget and a here-document',
    `wget -qO- --header="$H: $V$KEY" --post-file=/dev/stdin ${CHAT} <<'EOF'\n{"model": "it's"}\nEOF\n`,
  ],
  [
    'wget and continuations',
    `wget -qO- \\\n  --header="$H: $V$KEY" \\\n  --body-data='{}' --method=POST \\\n  ${CHAT}\n`,
  ],
  ['wget in a here-document', `sudo bash <<EOF\nwget -qO- --header="$H: $Vsk-your-key" ${CHAT}\nEOF\n`],
  ['httpie in a here-document', `bash -s <<'EOF'\nhttp ${CHAT} "$H:$V$KEY" a=b\nEOF\n`],
  ['xh', `xh post ${CHAT} "$H:$V$KEY" model=m`],
];

describe('each notation, right and wrong', () => {
  it.each(FORMS)('%s', (_name, script) => {
    const wrong = script.replaceAll('$H', 'x-api-key').replaceAll('$V', '');
    const right = script.replaceAll('$H', 'Authorization').replaceAll('$V', 'Bearer ');
    expect(codesIn(wrong), wrong).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(right), right).toEqual([]);
  });
});

describe('what a command says', () => {
  const rows: readonly (readonly [script: string, codes: readonly string[]])[] = [
    [`curl ${CHAT} -u "user:$KEY"`, ['basic']],
    [`curl ${CHAT} -u user:pass -H "Authorization: Bearer $KEY"`, []],
    [`curl ${CHAT} --oauth2-bearer "$KEY"`, []],
    [`curl ${CHAT} --oauth2-bearer "Bearer $KEY"`, ['doubled-bearer']],
    [`wget --user=me --password=$KEY ${CHAT}`, ['basic']],
    [`http -A bearer -a "$KEY" ${CHAT} model=m`, []],
    [`http -a user:pass ${CHAT} model=m`, ['basic']],
    [`curl ${CHAT} -H "Authorization: $STARRISE_API_KEY"`, ['missing-bearer']],
    [`curl ${CHAT} -H "Authorization: Bearer Bearer $KEY"`, ['doubled-bearer']],
    [`curl ${CHAT} -H "Authorization: bearer sk-your-key"`, ['scheme-case']],
    [`curl ${CHAT} -H "api-key: $KEY"`, ['api-key-header']],
    [`curl ${CHAT} -H "Content-Type: application/json" -d '{}'`, ['no-credential']],
    [`curl ${CHAT} -H "Content-Type: application/json" -H "$MORE"`, []],
    [`curl ${CHAT} -H "Content-Type: application/json" $MORE`, []],
    [`curl ${CHAT} -H "Content-Type: application/json" "$@"`, []],
    [`curl ${CHAT} -H "Content-Type: application/json" "\${HEADERS[@]}"`, []],
    [`curl ${CHAT} -H "Content-Type: application/json" -n`, []],
    [`curl ${CHAT} -H @headers.txt -H "Accept: */*"`, []],
    [`curl -I ${HOST}/v1/models`, []],
    [`curl "${HOST}/v1beta/models/gemini-2.5-pro:generateContent?key=$STARRISE_API_KEY" -d '{}'`, ['key-in-query']],
    [`curl -G ${HOST}/v1beta/models --data-urlencode "key=$STARRISE_API_KEY"`, ['key-in-query']],
    [`http ${HOST}/v1beta/models key==$STARRISE_API_KEY`, ['key-in-query']],
    [`curl ${HOST}/chat/completions -H "Authorization: Bearer $KEY"`, ['missing-version']],
    [`curl ${HOST}/v1/v1/messages -H "x-api-key: $KEY"`, ['doubled-version']],
    [`curl ${HOST}//v1/messages -H "x-api-key: $KEY"`, ['double-slash']],
    [`curl ${HOST}/v1/messages -H "x-api-key: $KEY" -d '{}'`, ['anthropic-version-missing']],
    [
      `curl ${HOST}/v1/messages -H "x-api-key: $A" -H "Authorization: Bearer $B" -H "anthropic-version: 2023-06-01"`,
      ['two-credentials'],
    ],
    [`curl ${HOST}/mj/image/1`, []],
    [`curl -X POST "$BASE/mj/submit/imagine" -H "x-api-key: $KEY"`, ['x-api-key-outside-claude']],
    [`wscat -c wss://api.starrise.ai/v1/realtime -H "x-api-key: $KEY"`, ['x-api-key-outside-claude']],
    [`wscat -c wss://api.starrise.ai/v1/realtime -s "realtime,openai-insecure-api-key.$KEY"`, []],
    [`websocat -H="Authorization: Bearer $KEY" wss://api.starrise.ai/v1/realtime`, []],
    [`curl https://api.openai.com/v1/models -H "Authorization: Bearer $STARRISE_API_KEY"`, ['gateway-key-elsewhere']],
    [`curl ${CHAT} -H "Authorization: Bearer {{OPENAI_PROJECT:1}}"`, ['foreign-key']],
    ['KEY=sk-your-key\ncurl ' + CHAT + ' -H "Authorization: Bearer sk-$KEY"', ['doubled-prefix']],
    ['echo "$STARRISE_API_KEY"', ['key-logged']],
    ['printf "%s\\n" "key: $STARRISE_API_KEY"', ['key-logged']],
  ];
  it.each(rows)('%s', (script, codes) => {
    expect(codesIn(script)).toEqual(codes);
  });
});

describe('silence', () => {
  it.each([
    `# curl ${CHAT} -H "x-api-key: $KEY"`,
    `echo "curl ${CHAT} -H 'x-api-key: k'"`,
    `curl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer $OPENAI_API_KEY" # not starrise`,
    `curl "$BASE/v1/chat/completions" -H "x-api-key: $KEY" # starrise`,
    `BASE=${HOST}\nBASE=https://example.org\ncurl "$BASE/v1/chat/completions" -H "x-api-key: $KEY"`,
    `if test -n "$A"; then BASE=${HOST}; fi\ncurl "$BASE/v1/chat/completions" -H "x-api-key: $KEY"`,
    `test -n "$A" && BASE=${HOST}\ncurl "$BASE/v1/chat/completions" -H "x-api-key: $KEY"`,
    `for BASE in ${HOST} https://example.org; do curl "$BASE/v1/chat/completions" -H "x-api-key: $K"; done`,
    `curl -o ${CHAT} -H "x-api-key: $KEY" https://example.org`,
    `curl -x ${HOST} -H "x-api-key: $KEY" https://example.org/v1/chat/completions`,
    `curl ${CHAT} -d '-H "x-api-key: k"'`,
    `curl ${CHAT} -H "Content-Type: application/json" ^\n  -H "Authorization: Bearer k"`,
    'echo "$STARRISE_API_KEY" | docker login -p -',
    'echo "KEY=$STARRISE_API_KEY" >> .env',
    'KEY=$(echo "$STARRISE_API_KEY" | base64)',
    'key() { echo "$STARRISE_API_KEY"; }',
    'echo "${STARRISE_API_KEY:0:6}… ${#STARRISE_API_KEY} ${STARRISE_API_KEY:+set}"',
    'echo "set STARRISE_API_KEY first"',
  ])('%s', (script) => {
    expect(codesIn(script)).toEqual([]);
  });
});

describe('places', () => {
  const rows: readonly (readonly [file: string, text: string, what: string])[] = [
    ['a.sh', `curl ${CHAT} \\\n  -H "x-api-key: $KEY"\n`, 'x-api-key'],
    ['a.md', `Text\n\n- a list\n\n  \`\`\`bash\n  curl ${CHAT} \\\n    -H "x-api-key: $KEY"\n  \`\`\`\n`, 'x-api-key'],
    ['a.md', `> \`\`\`\n> curl ${HOST}//v1/models -H "Authorization: Bearer $KEY"\n> \`\`\`\n`, `${HOST}//v1/models`],
    ['a.md', `\`\`\`js\nfetch('${CHAT}', { headers: { 'x-api-key': key } });\n\`\`\`\n`, 'x-api-key'],
  ];
  it.each(rows)('in %s: %s', (file, text, what) => {
    const found = problemsIn(text, file);
    expect(found.map(({ start, end }) => text.slice(start, end).replace(/'/g, ''))).toEqual([what]);
  });

  it('of repairs, which never divide a word', () => {
    const repaired = (text: string): (string | undefined)[] =>
      problemsIn(text).map(({ repair }) =>
        repair?.edits.reduceRight((all, { start, end, text: by }) => all.slice(0, start) + by + all.slice(end), text),
      );
    expect(repaired(`curl ${CHAT} -H "x-api-key: sk-your-key"`)).toEqual([
      `curl ${CHAT} -H "Authorization: Bearer sk-your-key"`,
    ]);
    expect(repaired(`http ${CHAT} x-api-key:sk-your-key a=1`)).toEqual([undefined]);
    expect(repaired(`K="BEARER sk-your-key"; curl ${CHAT} -H "Authorization: $K"`)).toEqual([undefined]);
  });
});

it('reads hostile texts in a moment', () => {
  const line = `starrise curl ${CHAT} -H `;
  const length = 200_000;
  for (const piece of [
    "'",
    '"',
    '`',
    '$(',
    '"$(',
    '${',
    '<<E ',
    '\\',
    '(',
    '{ ',
    '$((',
    "$'",
    'a=(',
    'x=$y ',
    '"\\',
    ' ^',
    'if ',
    '> ',
  ]) {
    for (const file of ['a.sh', 'a.md']) {
      const text = line + piece.repeat(length / piece.length);
      expect(codesIn(file === 'a.md' ? `\`\`\`\n${text}\n\`\`\`` : text, file)).toEqual([]);
    }
  }
  // Each variable is twice, or twenty times, the one before it.
  for (const times of [2, 20]) {
    const sums = Array.from({ length: 60 }, (_, at) => `A${at + 1}="${`$A${at}`.repeat(times)}"`).join('\n');
    expect(codesIn(`A0=x\n${sums}\ncurl "${CHAT}$A60" -H "x-api-key: $KEY"`)).toEqual([]);
  }
  const array = `A=(${'x '.repeat(40_000)})\n`;
  expect(codesIn(`${array}curl ${CHAT} ${'"${A[@]}" '.repeat(10_000)}`)).toEqual([]);
});
