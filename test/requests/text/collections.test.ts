import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Report } from '../../../src/finding.js';
import { findRequestProblems } from '../../../src/requests/index.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { runScan } from '../../support/run.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';
const CHAT = `${HOST}/v1/chat/completions`;
const MESSAGES = `${HOST}/v1/messages`;

function found(text: string, file: string): [code: string, place: string][] {
  return findRequestProblems(text, file, SETTINGS).problems.map(({ code, start, end }) => [
    code,
    text.slice(start, end),
  ]);
}

function codesIn(text: string, file: string): string[] {
  return found(text, file).map(([code]) => code);
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

interface Request {
  readonly url?: string;
  readonly header?: readonly (readonly [name: string, value: string, disabled?: true])[];
  /** By name of Postman's, in the order of its members. */
  readonly auth?: readonly [type: string, settings: Readonly<Record<string, string>>];
}

/** A program for requests: how it writes the same request, with auth at three levels. */
interface Program {
  readonly name: string;
  readonly file: string;
  readonly write: (
    request: Request,
    folder?: Request['auth'],
    collection?: Request['auth'],
    variables?: Readonly<Record<string, string>>,
  ) => string;
  /** Whether it keeps folders in other files. */
  readonly isAlone?: true;
}

function postman(version: '2.0.0' | '2.1.0', urlAs: 'text' | 'object'): Program['write'] {
  const authIn = (auth: Request['auth']): unknown => {
    if (auth === undefined) return undefined;
    const [type, settings] = auth;
    const list = Object.entries(settings).map(([key, value]) => ({ key, value, type: 'string' }));
    return { type, ...(type !== 'noauth' && { [type]: version === '2.1.0' ? list : settings }) };
  };
  return ({ url = CHAT, header = [], auth }, folder, collection, variables = {}) =>
    json({
      info: {
        _postman_id: '1',
        name: 'a',
        schema: `https://schema.getpostman.com/json/collection/v${version}/collection.json`,
      },
      auth: authIn(collection),
      variable: Object.entries(variables).map(([key, value]) => ({ key, value })),
      item: [
        {
          name: 'folder',
          auth: authIn(folder),
          item: [
            {
              name: 'call',
              request: {
                method: 'POST',
                auth: authIn(auth),
                header: header.map(([key, value, disabled]) => ({ key, value, ...(disabled && { disabled }) })),
                url: urlAs === 'text' ? url : { raw: url, protocol: 'https' },
              },
              response: [],
            },
          ],
        },
      ],
    });
}

/** Insomnia's names of what Postman calls otherwise. */
function insomniaAuth(auth: Request['auth']): Record<string, string> {
  if (auth === undefined) return {};
  const [type, { in: where, ...settings }] = auth;
  const addTo = where === undefined ? {} : { addTo: where === 'query' ? 'queryParams' : 'header' };
  return { type: type === 'noauth' ? 'none' : type, ...settings, ...addTo };
}

function insomniaRequest({ url = CHAT, header = [], auth }: Request): object {
  return {
    name: 'call',
    method: 'POST',
    url,
    headers: header.map(([name, value, disabled]) => ({ name, value, ...(disabled && { disabled }) })),
    parameters: [],
    authentication: insomniaAuth(auth),
  };
}

const BRUNO_AUTH: Readonly<Record<string, (settings: Readonly<Record<string, string>>) => string>> = {
  bearer: ({ token = '' }) => `auth:bearer {\n  token: ${token}\n}\n`,
  apikey: ({ key = '', value = '', in: where }) =>
    `auth:apikey {\n  key: ${key}\n  value: ${value}\n  placement: ${where === 'query' ? 'queryparams' : 'header'}\n}\n`,
  basic: ({ username = '', password = '' }) => `auth:basic {\n  username: ${username}\n  password: ${password}\n}\n`,
};

const PROGRAMS: readonly Program[] = [
  { name: 'Postman 2.1', file: 'a.postman_collection.json', write: postman('2.1.0', 'object') },
  { name: 'Postman 2.0', file: 'collection.json', write: postman('2.0.0', 'text') },
  {
    name: 'Insomnia 4',
    file: 'Insomnia.json',
    write: (request, folder, collection, variables = {}) =>
      json({
        _type: 'export',
        __export_format: 4,
        resources: [
          { _id: 'req_1', parentId: 'fld_2', _type: 'request', ...insomniaRequest(request) },
          { _id: 'fld_2', parentId: 'fld_1', _type: 'request_group', authentication: insomniaAuth(folder) },
          { _id: 'fld_1', parentId: 'wrk_1', _type: 'request_group', authentication: insomniaAuth(collection) },
          { _id: 'env_1', parentId: 'wrk_1', _type: 'environment', data: variables },
          { _id: 'wrk_1', parentId: null, _type: 'workspace' },
        ],
      }),
  },
  {
    name: 'Insomnia 5',
    file: 'insomnia.yaml',
    write: (request, folder, collection, variables = {}) =>
      stringify({
        type: 'collection.insomnia.rest/5.0',
        name: 'a',
        collection: [
          {
            name: 'outer',
            authentication: insomniaAuth(collection),
            children: [{ name: 'inner', authentication: insomniaAuth(folder), children: [insomniaRequest(request)] }],
          },
        ],
        environments: { name: 'Base', data: variables },
      }),
  },
  {
    name: 'Bruno',
    file: 'call.bru',
    isAlone: true,
    write: ({ url = CHAT, header = [], auth = ['noauth', {}] }, _folder, _collection, variables = {}) => {
      const [type, settings] = auth;
      const lines = header.map(([name, value, disabled]) => `  ${disabled ? '~' : ''}${name}: ${value}`);
      const vars = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
      return [
        'meta {\n  name: call\n  type: http\n}\n',
        `post {\n  url: ${url}\n  body: json\n  auth: ${type === 'noauth' ? 'none' : type}\n}\n`,
        `headers {\n${lines.join('\n')}\n}\n`,
        BRUNO_AUTH[type]?.(settings) ?? '',
        'body:json {\n  {\n    "x-api-key": "k"\n  }\n}\n',
        `vars:pre-request {\n${vars.join('\n')}\n}\n`,
      ].join('\n');
    },
  },
];

const bearer = ['bearer', { token: '{{key}}' }] as const;
const apikey = (key: string, where?: string) =>
  ['apikey', { key, value: '{{key}}', ...(where && { in: where }) }] as const;
const none = ['noauth', {}] as const;

/** With a name of ours somewhere: without, nothing is read. */
const named = (text: string, file: string): string =>
  file.endsWith('.json') ? text.replace('{', '{ "description": "starrise",') : `# starrise\n${text}`;

describe.each(PROGRAMS)('$name', ({ file, write }) => {
  it.each([
    ['a header', { header: [['x-api-key', '{{key}}']], auth: none }, ['x-api-key-outside-claude']],
    ['the right header', { header: [['Authorization', 'Bearer {{key}}']], auth: none }, []],
    ['Bearer twice', { header: [['Authorization', 'Bearer Bearer {{key}}']], auth: none }, ['doubled-bearer']],
    [
      'a header that is off',
      {
        header: [
          ['x-api-key', '{{key}}', true],
          ['Authorization', 'Bearer {{key}}'],
        ],
        auth: none,
      },
      [],
    ],
    ['bearer', { header: [['Accept', '*/*']], auth: bearer }, []],
    ['bearer, with Bearer', { auth: ['bearer', { token: 'Bearer {{key}}' }] }, ['doubled-bearer']],
    ['bearer and a header', { header: [['x-api-key', '{{key}}']], auth: bearer }, ['x-api-key-outside-claude']],
    ['apikey', { auth: apikey('x-api-key') }, ['x-api-key-outside-claude']],
    ['apikey, the right one', { auth: apikey('Authorization') }, []],
    ['apikey of Azure', { auth: apikey('api-key') }, ['api-key-header']],
    ['basic', { header: [['Accept', '*/*']], auth: ['basic', { username: 'u', password: '{{key}}' }] }, ['basic']],
    ['none', { header: [['Accept', '*/*']], auth: none }, ['no-credential']],
    ['Claude', { url: MESSAGES, header: [['anthropic-version', '2023-06-01']], auth: apikey('x-api-key') }, []],
    [
      'Claude, Gemini’s header',
      { url: MESSAGES, header: [['anthropic-version', '2023-06-01']], auth: apikey('x-goog-api-key') },
      ['x-goog-api-key-outside-gemini'],
    ],
    ['Gemini', { url: `${HOST}/v1beta/models`, auth: apikey('x-goog-api-key') }, []],
    [
      'Gemini, in the query',
      {
        url: `${HOST}/v1beta/models`,
        header: [['Accept', '*/*']],
        auth: ['apikey', { key: 'key', value: '{{STARRISE_API_KEY}}', in: 'query' }],
      },
      ['key-in-query'],
    ],
    ['Midjourney', { url: `${HOST}/mj/submit/imagine`, auth: apikey('mj-api-secret') }, []],
    [
      'Midjourney, Claude’s header',
      { url: `${HOST}/mj/submit/imagine`, auth: apikey('x-api-key') },
      ['x-api-key-outside-claude'],
    ],
    [
      'Suno, Midjourney’s header',
      { url: `${HOST}/suno/submit/music`, auth: apikey('mj-api-secret') },
      ['mj-api-secret-outside-midjourney'],
    ],
    ['no version', { url: `${HOST}/chat/completions`, auth: bearer }, ['missing-version']],
    ['another host', { url: 'https://example.org/v1/chat/completions', auth: apikey('x-api-key') }, []],
    ['a variable for the host', { url: '{{base}}/v1/chat/completions', auth: apikey('x-api-key') }, []],
    [
      'a variable that says whose it is',
      { url: '{{starrise_base}}/v1/chat/completions', auth: apikey('x-api-key') },
      ['x-api-key-outside-claude'],
    ],
    [
      'a variable for a name',
      {
        header: [
          ['{{name}}', '{{key}}'],
          ['x-api-key', '{{key}}'],
        ],
        auth: none,
      },
      [],
    ],
    ['another kind of auth', { header: [['x-api-key', '{{key}}']], auth: ['oauth2', { accessToken: '{{key}}' }] }, []],
  ] as readonly (readonly [string, Request, string[]])[])('%s', (_what, request, codes) => {
    expect(codesIn(named(write(request), file), file)).toEqual(codes);
  });

  it('takes values from variables of the file', () => {
    const wrong = write({ url: '{{base}}/chat/completions', auth: apikey('x-api-key') }, undefined, undefined, {
      base: `${HOST}/v1`,
    });
    expect(codesIn(wrong, file)).toEqual(['x-api-key-outside-claude']);
    const right = write({ url: '{{base}}/chat/completions', auth: bearer }, undefined, undefined, {
      base: `${HOST}/v1`,
    });
    expect(codesIn(right, file)).toEqual([]);
  });

  it('says where', () => {
    const text = write({ header: [['x-api-key', '{{key}}']], auth: none });
    expect(found(text, file)).toEqual([['x-api-key-outside-claude', 'x-api-key']]);
  });
});

describe.each(PROGRAMS.filter(({ isAlone }) => isAlone !== true))('$name', ({ file, write }) => {
  it('hands auth down from folders, the closest first', () => {
    const from = (...levels: (Request['auth'] | undefined)[]): string[] => {
      const [auth, folder, collection] = levels;
      return codesIn(write({ header: [['Accept', '*/*']], ...(auth && { auth }) }, folder, collection), file);
    };
    expect(from(undefined, undefined, apikey('x-api-key'))).toEqual(['x-api-key-outside-claude']);
    expect(from(undefined, undefined, bearer)).toEqual([]);
    expect(from(undefined, apikey('x-api-key'), bearer)).toEqual(['x-api-key-outside-claude']);
    expect(from(undefined, bearer, apikey('x-api-key'))).toEqual([]);
    expect(from(bearer, apikey('x-api-key'), undefined)).toEqual([]);
    expect(from(none, bearer, undefined)).toEqual(['no-credential']);
  });
});

describe('an address of Postman in parts', () => {
  const inParts = (name: string, url: object): string =>
    json({
      info: { _postman_id: '1' },
      variable: [{ key: 'version', value: 'v1' }],
      item: [{ request: { method: 'POST', header: [{ key: name, value: 'Bearer {{key}}' }], url } }],
    });
  it.each([
    ['lists', { protocol: 'https', host: ['api', 'starrise', 'ai'], path: ['{{version}}', 'chat', 'completions'] }],
    ['texts', { protocol: 'https', host: 'api.starrise.ai', path: '/v1/chat/completions' }],
    ['no protocol', { host: ['api', 'starrise', 'ai'], path: ['v1', 'chat', 'completions'] }],
  ])('%s', (_what, url) => {
    expect(codesIn(inParts('x-api-key', url), 'a.json')).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(inParts('Authorization', url), 'a.json')).toEqual([]);
    expect(codesIn(inParts('x-api-key', { ...url, port: '8443' }), 'a.json')).toEqual([]);
    expect(codesIn(`// starrise\n${inParts('x-api-key', { ...url, host: 'example.org' })}`, 'a.json')).toEqual([]);
  });
});

describe('what other files add is not known', () => {
  it.each([
    [
      'a.json',
      postman(
        '2.1.0',
        'text',
      )({ header: [['x-api-key', 'k']] }).replace(
        '"response": []',
        '"event": [{ "listen": "prerequest", "script": { "exec": ["pm.request.headers.add({ key: \'a\' })"] } }]',
      ),
    ],
    ['a.bru', `post {\n  url: ${CHAT}\n  auth: inherit\n}\n\nheaders {\n  x-api-key: {{key}}\n}\n`],
    [
      'a.bru',
      `post {\n  url: ${CHAT}\n  auth: none\n}\n\nheaders {\n  x-api-key: {{key}}\n}\n\nscript:pre-request {\n  req.setHeader('Authorization', key);\n}\n`,
    ],
    ['a.json', json({ name: 'starrise', url: CHAT, headers: [{ name: 'x-api-key', value: 'k' }] })],
    [
      'a.json',
      json({ info: { name: 'a' }, item: [{ request: { url: CHAT, header: [{ key: 'x-api-key', value: 'k' }] } }] }),
    ],
    ['a.json', `{ "info": { "_postman_id": "1" }, "item": [ ${CHAT}`],
  ])('%s: %s', (file, text) => {
    expect(codesIn(text, file)).toEqual([]);
  });
});

interface Description {
  readonly servers?: readonly object[];
  readonly schemes: Readonly<Record<string, object>>;
  readonly security?: readonly object[];
  readonly path?: string;
  readonly operation?: object;
}

const KEY = { type: 'apiKey', in: 'header', name: 'x-api-key' };
const TOKEN = { type: 'http', scheme: 'bearer' };

const openapi = ({
  servers = [{ url: HOST }],
  schemes,
  security = [{ a: [] }],
  path = '/v1/chat/completions',
  operation = {},
}: Description): object => ({
  openapi: '3.1.0',
  info: { title: 'a', version: '1' },
  servers,
  security,
  paths: { [path]: { post: { summary: 'x', responses: {}, ...operation } } },
  components: { securitySchemes: schemes },
});

describe.each([
  ['openapi.json', json],
  ['openapi.yaml', (value: unknown) => stringify(value, { aliasDuplicateObjects: false })],
] as const)('OpenAPI, %s', (file, write) => {
  it.each([
    ['x-api-key', { schemes: { a: KEY } }, ['x-api-key-outside-claude']],
    ['bearer', { schemes: { a: TOKEN } }, []],
    [
      'basic',
      {
        schemes: { a: { type: 'http', scheme: 'basic' } },
        operation: { parameters: [{ in: 'header', name: 'Accept' }] },
      },
      ['basic'],
    ],
    ['api-key', { schemes: { a: { ...KEY, name: 'api-key' } } }, ['api-key-header']],
    ['Authorization as a key', { schemes: { a: { ...KEY, name: 'Authorization' } } }, []],
    ['Claude', { schemes: { a: KEY }, path: '/v1/messages' }, []],
    [
      'Gemini',
      { schemes: { a: { ...KEY, name: 'x-goog-api-key' } }, path: '/v1beta/models/{model}:generateContent' },
      [],
    ],
    [
      'Gemini, Claude’s header',
      { schemes: { a: KEY }, path: '/v1beta/models/{model}:generateContent' },
      ['x-api-key-outside-claude'],
    ],
    ['Midjourney', { schemes: { a: { ...KEY, name: 'mj-api-secret' } }, path: '/mj/submit/imagine' }, []],
    ['Midjourney, Claude’s header', { schemes: { a: KEY }, path: '/mj/submit/imagine' }, ['x-api-key-outside-claude']],
    [
      'a base with its version',
      { schemes: { a: KEY }, servers: [{ url: `${HOST}/v1/` }], path: '/chat/completions' },
      ['x-api-key-outside-claude'],
    ],
    [
      'a variable with a default',
      {
        schemes: { a: KEY },
        servers: [{ url: 'https://{host}', variables: { host: { default: 'api.starrise.ai' } } }],
      },
      ['x-api-key-outside-claude'],
    ],
    ['a variable without one', { schemes: { a: KEY }, servers: [{ url: 'https://{starrise}.example.org' }] }, []],
    [
      'of the operation',
      { schemes: { a: TOKEN, b: KEY }, operation: { security: [{ b: [] }] } },
      ['x-api-key-outside-claude'],
    ],
    ['a choice', { schemes: { a: TOKEN, b: KEY }, security: [{ a: [] }, { b: [] }] }, []],
    ['both together', { schemes: { a: TOKEN, b: KEY }, security: [{ a: [], b: [] }] }, ['x-api-key-outside-claude']],
    [
      'no security',
      { schemes: { a: KEY }, security: [], operation: { parameters: [{ in: 'header', name: 'Accept' }] } },
      [],
    ],
    [
      'a parameter that may be it',
      { schemes: { a: KEY }, operation: { parameters: [{ in: 'header', name: 'Authorization' }] } },
      [],
    ],
    [
      'a parameter that is required besides',
      { schemes: { a: TOKEN }, operation: { parameters: [{ in: 'header', name: 'api-key', required: true }] } },
      ['api-key-header'],
    ],
    [
      'parameters that callers may choose from',
      {
        schemes: { a: TOKEN },
        path: '/v1/models',
        operation: {
          parameters: ['x-api-key', 'x-goog-api-key'].map((name) => ({ in: 'header', name, required: false })),
        },
      },
      [],
    ],
    [
      'a parameter elsewhere',
      { schemes: { a: KEY }, operation: { parameters: [{ $ref: '#/components/parameters/starrise' }] } },
      [],
    ],
    ['another host', { schemes: { a: KEY }, servers: [{ url: 'https://starrise.example.org' }] }, []],
    [
      'another host for the operation',
      { schemes: { a: KEY }, operation: { servers: [{ url: 'https://example.org' }] } },
      [],
    ],
    ['another kind', { schemes: { a: { type: 'oauth2', flows: {} } } }, []],
    ['a path that no build has', { schemes: { a: KEY }, path: '/v1/starrise' }, []],
  ] as readonly (readonly [string, Description, string[]])[])('%s', (_what, description, codes) => {
    expect(codesIn(write(openapi(description)), file)).toEqual(codes);
  });

  it('says where the header is named, once', () => {
    const description = openapi({ schemes: { a: KEY } }) as { paths: Record<string, object> };
    description.paths['/v1/embeddings'] = { post: {} };
    expect(found(write(description), file)).toEqual([['x-api-key-outside-claude', 'x-api-key']]);
  });

  it('Swagger 2', () => {
    const swagger = (scheme: object): string =>
      write({
        swagger: '2.0',
        host: 'api.starrise.ai',
        basePath: '/v1',
        schemes: ['https'],
        security: [{ a: [] }],
        paths: { '/chat/completions': { post: {} } },
        securityDefinitions: { a: scheme },
      });
    expect(codesIn(swagger(KEY), file)).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(swagger({ ...KEY, name: 'Authorization' }), file)).toEqual([]);
  });
});

it('through the command, and in the fences of documents', () => {
  const collection = (name: string, before: string): string =>
    postman('2.1.0', 'object')({ header: [[name, `${before}{{key}}`]], auth: none });
  const folder = writeFiles(temporaryFolder(), {
    'wrong.json': collection('x-api-key', ''),
    'right.json': collection('Authorization', 'Bearer '),
    'wrong.bru': `post {\n  url: ${CHAT}\n  auth: none\n}\n\nheaders {\n  x-api-key: {{key}}\n}\n`,
    'wrong.yaml': stringify(openapi({ schemes: { a: KEY } })),
    'right.yaml': stringify(openapi({ schemes: { a: TOKEN } })),
    'wrong.md': `# Call\n\n\`\`\`json\n${collection('x-api-key', '')}\n\`\`\`\n`,
  });
  const { findings } = JSON.parse(runScan(['.', '--format', 'json'], { cwd: folder }).stdout) as Report;
  expect(findings.map(({ path, ruleId }) => `${path} ${ruleId}`)).toEqual(
    ['wrong.bru', 'wrong.json', 'wrong.md', 'wrong.yaml'].map((path) => `${path} auth-header`),
  );
});

describe('workflows of n8n', () => {
  type Pair = readonly [name: string, value: string];
  const pairs = (all: readonly Pair[]): unknown => ({ parameters: all.map(([name, value]) => ({ name, value })) });
  const workflow = (parameters: object, node: object = {}): string =>
    json({
      name: 'a',
      nodes: [{ parameters, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, name: 'HTTP', ...node }],
      connections: {},
    });
  const to = (url: string, ...headers: readonly Pair[]): object => ({
    method: 'POST',
    url,
    sendHeaders: true,
    headerParameters: pairs(headers),
  });
  const rows: readonly (readonly [text: string, codes: readonly string[]])[] = [
    [workflow(to(CHAT, ['x-api-key', 'sk-1'])), ['x-api-key-outside-claude']],
    [workflow(to(CHAT, ['Authorization', '=Bearer {{ $json.key }}'])), []],
    [workflow(to(CHAT, ['Authorization', '=Bearer Bearer {{ $env.STARRISE_API_KEY }}'])), ['doubled-bearer']],
    [workflow(to(CHAT, ['Authorization', '={{ $env.STARRISE_API_KEY }}'])), ['missing-bearer']],
    // It may have the word.
    [workflow(to(CHAT, ['Authorization', '={{ $(\'Set\').item.json["key"] }}'])), []],
    [workflow(to(`=${HOST}/v1/{{ "chat" }}/completions`, ['x-api-key', 'sk-1'])), []],
    [workflow(to(CHAT, ['accept', '*/*'])), ['no-credential']],
    [workflow({ ...to(CHAT, ['accept', '*/*']), authentication: 'genericCredentialType' }), []],
    [workflow({ ...to(CHAT, ['accept', '*/*']), jsonHeaders: '={{ $json }}' }), []],
    [workflow(to(CHAT, ['x-api-key', 'sk-1']), { disabled: true }), []],
    [workflow(to(CHAT, ['x-api-key', 'sk-1']), { type: 'n8n-nodes-base.set' }), []],
    [
      workflow({ url: `${HOST}/v1beta/models`, queryParameters: pairs([['key', '={{ $env.STARRISE_API_KEY }}']]) }),
      ['key-in-query'],
    ],
    [
      workflow({
        requestMethod: 'POST',
        url: CHAT,
        headerParametersUi: { parameter: [{ name: 'api-key', value: 'sk-1' }] },
      }),
      ['api-key-header'],
    ],
    [json({ nodes: [{ type: 'n8n-nodes-base.httpRequest', parameters: to(CHAT, ['x-api-key', 'sk-1']) }] }), []],
  ];
  it.each(rows)('%s', (text, codes) => {
    expect(codesIn(text, 'workflow.json')).toEqual(codes);
  });
});
