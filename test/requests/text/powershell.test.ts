import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { runScan } from '../../support/run.js';
import type { Report } from '../../../src/finding.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;

function problemsIn(text: string, file = 'call.ps1') {
  return findRequestProblems(text, file, SETTINGS).problems;
}

function codesIn(text: string, file = 'call.ps1'): string[] {
  return problemsIn(text, file).map(({ code }) => code);
}

/** The same request in every notation; `«N»` is the header's name and `«B»` what stands before the key. */
const FORMS: readonly (readonly [what: string, script: string])[] = [
  ['a table in place', `Invoke-RestMethod -Uri "${CHAT}" -Method Post -Headers @{ "«N»" = "«B»$env:KEY" } -Body $body`],
  ['single quotes', `Invoke-RestMethod -Uri '${CHAT}' -Headers @{ '«N»' = '«B»' + $env:KEY }`],
  ['Invoke-WebRequest', `Invoke-WebRequest -Uri ${CHAT} -UseBasicParsing -Headers @{"«N»"="«B»$key"; Accept="*/*"}`],
  ['irm', `irm ${CHAT} -Head @{ '«N»' = "«B»$key" } -Meth post`],
  ['iwr, the headers first', `iwr -Headers @{ '«N»' = "«B»$key" } ${CHAT}`],
  ['any case', `invoke-restmethod -uri ${CHAT} -headers @{ '«N»' = "«B»$key" }`],
  [
    'continuations',
    `Invoke-RestMethod \`\n  -Uri "${CHAT}" \`\n  -Method Post \`\n  -Headers @{ "«N»" = "«B»$env:KEY" } \`\n  -Body '{}'\n`,
  ],
  [
    'CRLF',
    `$h = @{\r\n  "«N»" = "«B»$env:KEY"\r\n}\r\nInvoke-RestMethod \`\r\n  -Uri "${CHAT}" \`\r\n  -Headers $h\r\n`,
  ],
  [
    'a variable',
    `$headers = @{\n  "Content-Type" = "application/json"\n  "«N»" = "«B»$($env:KEY)"\n}\n$answer = Invoke-RestMethod -Uri ${CHAT} -Headers $headers -Method POST`,
  ],
  ['a variable in another case', `$Headers = @{ "«N»" = "«B»$Key" }\nInvoke-RestMethod ${CHAT} -Headers $headers`],
  [
    'a member added as a statement',
    `$h = @{}\n[void]$h.Add('«N»', "«B»$env:KEY")\nInvoke-RestMethod ${CHAT} -Headers $h`,
  ],
  ['members set later', `$headers = @{}\n$headers["«N»"] = "«B»$env:KEY"\nInvoke-RestMethod ${CHAT} -Headers $headers`],
  [
    'a property set later',
    `$headers = @{}\n$headers.'«N»' = "«B»$env:KEY"\nInvoke-RestMethod ${CHAT} -Headers $headers`,
  ],
  [
    'a dictionary, as Postman writes it',
    `$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]"\n$headers.Add("Content-Type", "application/json")\n$headers.Add("«N»", "«B»$env:KEY")\n\n$body = @"\n{\n    \`"model\`": \`"m\`"\n}\n"@\n\n$response = Invoke-RestMethod '${CHAT}' -Method 'POST' -Headers $headers -Body $body\n$response | ConvertTo-Json`,
  ],
  [
    'splatting',
    `$params = @{\n  Uri = "${CHAT}"\n  Method = 'Post'\n  Headers = @{ '«N»' = "«B»$env:KEY" }\n  Body = @{ model = 'm' } | ConvertTo-Json\n}\nInvoke-RestMethod @params`,
  ],
  [
    'splatting, the headers apart',
    `$h = [ordered]@{ '«N»' = "«B»$env:KEY" }\n$p = @{ Uri = '${CHAT}'; Headers = $h }\nInvoke-RestMethod @p -Method Post`,
  ],
  [
    'a variable for the base',
    `$base = "${HOST}/v1"\nInvoke-RestMethod "$base/chat/completions" -Headers @{ '«N»' = "«B»$key" }`,
  ],
  [
    'a base in bare words',
    `$base = '${HOST}/v1'\nInvoke-RestMethod $base/chat/completions -Headers @{ '«N»' = "«B»$key" }`,
  ],
  [
    'a base that is put together',
    `$base = '${HOST}'\n$uri = $base + '/v1/chat/completions'\nInvoke-RestMethod -Uri $uri -Headers @{ '«N»' = "«B»$key" }`,
  ],
  [
    '-f',
    `$uri = '{0}/v1/chat/completions' -f '${HOST}'\nInvoke-RestMethod -Uri $uri -Headers @{ '«N»' = ('«B»{0}' -f $key) }`,
  ],
  [
    'a variable of the environment',
    `$env:BASE = "${HOST}"\nInvoke-RestMethod "$env:BASE/v1/chat/completions" -Headers @{ '«N»' = "«B»$key" }`,
  ],
  [
    'the default of a parameter',
    `param(\n  [Parameter(Mandatory = $true)][string]$Key,\n  [string]$Base = '${HOST}'\n)\nInvoke-RestMethod "$Base/v1/chat/completions" -Headers @{ '«N»' = "«B»$Key" }`,
  ],
  [
    'in a function',
    `function Get-Answer([string]$Key) {\n  try {\n    $answer = Invoke-RestMethod -Uri '${CHAT}' -Headers @{ '«N»' = "«B»$Key" }\n    return $answer\n  } catch { Write-Error $_ }\n}`,
  ],
  ['in brackets', `(Invoke-RestMethod -Uri '${CHAT}' -Headers @{ '«N»' = "«B»$key" }).choices[0].message.content`],
  ['in a string', `Write-Output "it says $((Invoke-RestMethod '${CHAT}' -Headers @{ '«N»' = "«B»$key" }).id)"`],
  [
    'behind a pipe',
    `$body | ConvertTo-Json | Invoke-RestMethod -Uri '${CHAT}' -Method Post -Headers @{ '«N»' = "«B»$key" }`,
  ],
  [
    'in a loop',
    `foreach ($m in $models) {\n  Invoke-RestMethod -Uri '${CHAT}' -Headers @{ '«N»' = "«B»$key" } -Body (ConvertTo-Json @{ model = $m })\n}`,
  ],
  [
    'comments',
    `<# a comment } #>\nInvoke-RestMethod -Uri '${CHAT}' -Headers @{ # the key\n  '«N»' = "«B»$key" # here\n}`,
  ],
  ['curl.exe', `curl.exe -sS "${CHAT}" \`\n  -H "«N»: «B»$env:KEY" \`\n  -d '{"model": "m"}'`],
  [
    'curl.exe and a here-string',
    `$body = @'\n{"model": "it's"}\n'@\ncurl.exe ${CHAT} -H "«N»: «B»$env:KEY" --data-raw $body`,
  ],
  ['curl, which is Invoke-WebRequest', `curl -Uri ${CHAT} -Headers @{ '«N»' = "«B»$key" }`],
  ['curl, which is curl', `curl ${CHAT} -H "«N»: «B»$env:KEY"`],
  ['httpie', `http POST ${CHAT} "«N»:«B»$env:KEY" model=m`],
];

const filled = (script: string, name: string, before: string): string =>
  script.replaceAll('«N»', name).replaceAll('«B»', before);

describe('each notation, right and wrong', () => {
  it.each(FORMS)('%s', (_what, script) => {
    const wrong = filled(script, 'x-api-key', '');
    expect(
      problemsIn(wrong).map(({ code, start, end }) => [code, wrong.slice(start, end)]),
      wrong,
    ).toEqual([['x-api-key-outside-claude', 'x-api-key']]);
    expect(codesIn(filled(script, 'Authorization', 'Bearer ')), script).toEqual([]);
    expect(codesIn(filled(script, 'Authorization', 'Bearer Bearer ')), script).toEqual(['doubled-bearer']);
  });

  it.each(FORMS)('%s, not to another host', (_what, script) => {
    const elsewhere = filled(script, 'x-api-key', '').replaceAll('api.starrise.ai', 'example.org');
    expect(codesIn(`# starrise\n${elsewhere}`)).toEqual([]);
  });
});

describe('what a command says', () => {
  it.each([
    [`Invoke-RestMethod ${HOST}/v1/messages -Headers @{ 'x-api-key' = $k; 'anthropic-version' = '2023-06-01' }`, []],
    [
      `Invoke-RestMethod ${HOST}/v1/messages -Headers @{ 'x-api-key' = "Bearer $k"; 'anthropic-version' = '2023-06-01' }`,
      ['bearer-in-key'],
    ],
    [`Invoke-RestMethod ${HOST}/v1/messages -Headers @{ 'x-api-key' = $k }`, ['anthropic-version-missing']],
    [`Invoke-RestMethod "${HOST}/v1beta/models?key=$env:STARRISE_API_KEY"`, ['key-in-query']],
    [`Invoke-RestMethod ${HOST}/v1beta/models -Headers @{ 'x-goog-api-key' = $k }`, []],
    [`Invoke-RestMethod ${HOST}/mj/submit/imagine -Headers @{ 'mj-api-secret' = $k } -Method Post`, []],
    [`Invoke-RestMethod ${HOST}/mj/submit/imagine -Headers @{ 'api-key' = $k } -Method Post`, ['api-key-header']],
    [
      `Invoke-RestMethod ${HOST}/suno/submit/music -Headers @{ 'mj-api-secret' = $k } -Method Post`,
      ['mj-api-secret-outside-midjourney'],
    ],
    [`Invoke-RestMethod ${HOST}/chat/completions -Headers @{ Authorization = "Bearer $k" }`, ['missing-version']],
    [`Invoke-RestMethod ${CHAT} -Headers @{ Authorization = $env:STARRISE_API_KEY }`, ['missing-bearer']],
    [`Invoke-RestMethod ${CHAT} -Headers @{ Authorization = "BEARER $k" }`, ['scheme-case']],
    [`Invoke-RestMethod ${CHAT} -Headers @{ 'Content-Type' = 'application/json' }`, ['no-credential']],
    [`Invoke-RestMethod ${CHAT} -Authentication Bearer -Token $secure`, []],
    [`Invoke-RestMethod ${CHAT} -Authentication Basic -Credential $credential`, ['basic']],
    [
      `Invoke-RestMethod https://api.openai.com/v1/models -Headers @{ Authorization = "Bearer $env:STARRISE_API_KEY" }`,
      ['gateway-key-elsewhere'],
    ],
    ['Write-Host "key: $env:STARRISE_API_KEY"', ['key-logged']],
    ['Write-Host "key: $([Environment]::GetEnvironmentVariable(\'STARRISE_API_KEY\'))"', ['key-logged']],
    [`bash -c 'curl ${CHAT} -H "x-api-key: k"'`, ['x-api-key-outside-claude']],
  ] as const)('%s', (script, codes) => {
    expect(codesIn(script)).toEqual(codes);
  });
});

describe('silence', () => {
  const wrong = `-Headers @{ 'x-api-key' = $k }`;
  it.each([
    `# Invoke-RestMethod ${CHAT} ${wrong}`,
    `<# Invoke-RestMethod ${CHAT} ${wrong} #>`,
    `'Invoke-RestMethod ${CHAT} ${wrong.replaceAll("'", "''")}'`,
    `Invoke-RestMethod ${CHAT}`,
    ...['.Headers.Authorization = $k', "['Headers']['Authorization'] = $k", ".Headers.Add('Authorization', $k)"].map(
      (set) => `$p = @{ Uri = '${CHAT}'; Headers = @{ accept = 'x' } }\n$p${set}\nInvoke-RestMethod @p`,
    ),
    `Invoke-RestMethod ${CHAT} -Headers $headers`,
    `Invoke-RestMethod ${CHAT} -Headers (Get-Headers) # starrise`,
    `Invoke-RestMethod ${CHAT} -Headers ($common + @{ 'x-api-key' = $k })`,
    `Invoke-RestMethod ${CHAT} @more ${wrong}`,
    `Invoke-RestMethod ${CHAT} ${wrong} -WebSession $session`,
    `Invoke-RestMethod $uri ${wrong} # starrise`,
    `$base = '${HOST}'\n$base = 'https://example.org'\nInvoke-RestMethod "$base/v1/chat/completions" ${wrong}`,
    `if ($test) { $base = '${HOST}' }\nInvoke-RestMethod "$base/v1/chat/completions" ${wrong}`,
    `$h = @{ Accept = '*/*' }\nif ($a) { $h['x-api-key'] = $k } else { $h.Authorization = "Bearer $k" }\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ 'x-api-key' = $k }\n$h.Remove('x-api-key')\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ 'x-api-key' = $k }\n$h[$name] = $value\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ 'x-api-key' = $k }\n$h += $more\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ 'x-api-key' = $k } | Add-More\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ 'x-api-key' = $k; $name = $value }\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `$h = @{ Authorization = Get-Token }\nInvoke-RestMethod ${CHAT} -Headers $h`,
    `function A($Base) { Invoke-RestMethod "$Base/v1/chat/completions" ${wrong} }\n$Base = '${HOST}'`,
    `foreach ($u in '${HOST}', 'https://example.org') { Invoke-RestMethod "$u/v1/chat/completions" ${wrong} }`,
    `Invoke-RestMethod https://example.org -OutFile ${CHAT} ${wrong}`,
    'if (-not $env:STARRISE_API_KEY) { Write-Host "set STARRISE_API_KEY first" }',
    '$text = "$env:STARRISE_API_KEY" | ConvertTo-SecureString -AsPlainText -Force',
    'Write-Output "$env:STARRISE_API_KEY" | docker login -p -',
    'Write-Output "KEY=$env:STARRISE_API_KEY" >> .env',
  ])('%s', (script) => {
    expect(codesIn(script)).toEqual([]);
  });
});

it('a header that is set for the second request is none of the first', () => {
  const script = `$h = @{ Authorization = "Bearer $k" }\nInvoke-RestMethod ${CHAT} -Headers $h\n$h['x-api-key'] = $k\nInvoke-RestMethod ${HOST}/v1/responses -Headers $h`;
  expect(problemsIn(script).map(({ code, message }) => [code, message.includes('/v1/responses')])).toEqual([
    ['x-api-key-outside-claude', true],
  ]);
});

describe('PowerShell in other files, right and wrong', () => {
  const files: readonly (readonly [file: string, text: string])[] = [
    ['a.psm1', `function Ask {\n  Invoke-RestMethod ${CHAT} -Headers @{ '«N»' = "«B»$key" }\n}\n`],
    ...['powershell', 'pwsh', 'ps1'].map(
      (fence) =>
        [
          'README.md',
          `# Call\n\n- it\n\n  \`\`\`${fence}\n  irm ${CHAT} \`\n    -Headers @{ '«N»' = "«B»$env:KEY" }\n  \`\`\`\n`,
        ] as const,
    ),
    [
      '.github/workflows/a.yml',
      `jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - name: call\n        shell: pwsh\n        run: |\n          $h = @{ '«N»' = "«B»\${{ secrets.KEY }}" }\n          irm ${CHAT} -Headers $h\n`,
    ],
    [
      '.github/workflows/b.yml',
      `steps:\n  - run: irm ${CHAT} -Headers @{ '«N»' = "«B»$env:KEY" }\n    shell: powershell\n`,
    ],
    [
      '.github/workflows/c.yml',
      `defaults:\n  run:\n    shell: pwsh\njobs:\n  a:\n    steps:\n      - run: irm ${CHAT} -Headers @{ '«N»' = "«B»$env:KEY" }\n`,
    ],
    [
      '.github/workflows/d.yml',
      `jobs:\n  a:\n    runs-on: windows-latest\n    env:\n      BASE: ${HOST}\n    steps:\n      - run: irm "$env:BASE/v1/chat/completions" -Headers @{ '«N»' = "«B»$env:KEY" }\n`,
    ],
    ['azure-pipelines.yml', `steps:\n  - pwsh: |\n      irm ${CHAT} -Headers @{ '«N»' = "«B»$env:KEY" }\n`],
    ['call.sh', `pwsh -Command 'irm ${CHAT} -Headers @{ "«N»" = "«B»$env:KEY" }'\n`],
    [
      'Dockerfile.windows',
      `# escape=\`\nFROM a\nSHELL ["pwsh", "-Command"]\nENV BASE=${HOST}\nRUN $h = @{ '«N»' = "«B»$env:KEY" }; \`\n  irm "$env:BASE/v1/chat/completions" \`\n  -Headers $h\n`,
    ],
    [
      'Dockerfile',
      `FROM a\nSHELL ["powershell.exe", "-Command"]\nRUN $h = @{ '«N»' = "«B»$env:KEY" }; \\\n  # a comment\n  irm ${CHAT} -Headers $h\n`,
    ],
    [
      'Dockerfile',
      `FROM a\nSHELL ["cmd", "/S", "/C"]\nENV BASE ${HOST}\nRUN curl %BASE%/v1/chat/completions -H "«N»: «B»%KEY%"\n`,
    ],
    ['Dockerfile', `FROM a\nRUN pwsh -Command 'irm ${CHAT} -Headers @{ "«N»" = "«B»$env:KEY" }'\n`],
  ];
  it.each(files)('%s: %s', (file, text) => {
    expect(codesIn(filled(text, 'x-api-key', ''), file)).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(filled(text, 'Authorization', 'Bearer '), file)).toEqual([]);
  });

  it('and bash where a step of the same file says so', () => {
    const text = `defaults:\n  run:\n    shell: pwsh\njobs:\n  a:\n    steps:\n      - shell: bash\n        run: |\n          curl ${CHAT} \\\n            -H "x-api-key: $KEY"\n      - shell: python\n        run: curl ${CHAT} -H "x-api-key: $KEY"\n`;
    expect(problemsIn(text, 'a.yml').map(({ start }) => text.slice(0, start).split('\n').length)).toEqual([10]);
  });

  it('through the command', () => {
    const folder = writeFiles(temporaryFolder(), {
      'wrong.ps1': filled(FORMS[8]![1], 'x-api-key', ''),
      'right.ps1': filled(FORMS[8]![1], 'Authorization', 'Bearer '),
      'wrong.bat': `curl ${CHAT} ^\r\n  -H "x-api-key: %KEY%"\r\n`,
      'right.bat': `curl ${CHAT} ^\r\n  -H "Authorization: Bearer %KEY%"\r\n`,
    });
    const { findings } = JSON.parse(runScan(['.', '--format', 'json'], { cwd: folder }).stdout) as Report;
    expect(findings.map(({ path, line, ruleId }) => `${path}:${String(line)} ${ruleId}`)).toEqual([
      'wrong.bat:2 auth-header',
      'wrong.ps1:3 auth-header',
    ]);
  });
});

it.each([
  ['Add-Auth $h', []],
  ['Add-Auth -To $h', []],
  ['Write-Host $h', ['no-credential']],
  ['irm https://example.com -Headers $h', ['no-credential']],
])('a function that is given a table may add to it: %s', (command, codes) => {
  expect(codesIn(`$h = @{ Accept = 'x' }\n${command}\nirm ${CHAT} -Headers $h`)).toEqual(codes);
  expect(codesIn(`$h = @{ Accept = 'x' }\nirm ${CHAT} -Headers $h\n${command}`)).toEqual(['no-credential']);
});

it.each([
  ['-Authentication Bearer -Token $t', []],
  ['-Authentication Bearer', []],
  ['-Authentication $how -Token $t', []],
  ['-Authentication None', ['no-credential']],
])('%s beside headers', (options, codes) => {
  expect(codesIn(`irm ${CHAT} ${options} -Headers @{ Accept = 'x' }`)).toEqual(codes);
});

describe('hostile texts are read in proportion to their length', () => {
  it.each([
    "'",
    '"',
    '`',
    '$(',
    '"$(',
    '${',
    '@{',
    '@{a=',
    '@"\n',
    "@'\n",
    '(',
    '{',
    '[',
    '$a=',
    '$a[',
    '$a.b',
    '$a+',
    '-f ',
    'a -b ',
    '<#',
    '@a ',
    '$h["a"]=1\n',
    '$h.Add(',
    '[a]',
    'param(',
    'if (',
    'function a(',
    'irm -H $h\n',
    'irm @h\n',
    '; ',
    '}',
  ])('%j', (piece) => {
    const text = `$h = @{ Accept = "a" }\nirm ${CHAT} -Headers ${piece.repeat(100_000 / piece.length)}`;
    expect(codesIn(text)).toEqual([]);
    expect(codesIn(`# ${CHAT}\n@echo off\ncurl -H ${piece.repeat(100_000 / piece.length)}`, 'a.bat')).toEqual([]);
  });
});
