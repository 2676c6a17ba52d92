/** Go and Java, whose compilers may be here: read, and run against a gateway on loopback. */
import { mkdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/gateway/dialects.js';
import { fails, findRequestProblems } from '../../src/requests/index.js';
import { gatewaysByDialect } from '../requests/gateways.js';
import { CASES, headersFor, methodFor, outcomeOf } from '../requests/ways.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { cleanEnvironment, run } from '../support/run.js';

interface Language {
  readonly name: string;
  readonly program: string;
  /** What asks the program for its version, which says that it is here. */
  readonly version: string;
  readonly file: string;
  readonly command: readonly string[];
  /** A function that sends one request. */
  readonly part: (name: string, url: string, method: string, headers: Readonly<Record<string, string>>) => string;
  /** A program that calls functions one after the other. */
  readonly whole: (parts: readonly string[], names: readonly string[]) => string;
}

const quoted = (text: string): string => JSON.stringify(text);

const LANGUAGES: readonly Language[] = [
  {
    name: 'Go, net/http',
    program: 'go',
    version: 'version',
    file: 'main.go',
    command: ['run'],
    part: (name, url, method, headers) =>
      [
        `func ${name}() {`,
        `\treq, err := http.NewRequest(${quoted(method)}, ${quoted(url)}, nil)`,
        '\tif err != nil {\n\t\treturn\n\t}',
        ...Object.entries(headers).map(([header, value]) => `\treq.Header.Set(${quoted(header)}, ${quoted(value)})`),
        '\tresp, err := http.DefaultClient.Do(req)',
        '\tif err == nil {\n\t\tresp.Body.Close()\n\t}',
        '}\n',
      ].join('\n'),
    whole: (parts, names) =>
      `package main\n\nimport "net/http"\n\n${parts.join('\n')}\nfunc main() {\n${names.map((name) => `\t${name}()\n`).join('')}}\n`,
  },
  {
    name: 'Java, java.net.http',
    program: 'java',
    version: '--version',
    file: 'Main.java',
    command: [],
    part: (name, url, method, headers) =>
      [
        `  static void ${name}() throws Exception {`,
        '    HttpRequest request = HttpRequest.newBuilder()',
        `        .uri(URI.create(${quoted(url)}))`,
        ...Object.entries(headers).map(([header, value]) => `        .header(${quoted(header)}, ${quoted(value)})`),
        `        .method(${quoted(method)}, HttpRequest.BodyPublishers.noBody())`,
        '        .build();',
        '    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());',
        '  }\n',
      ].join('\n'),
    whole: (parts, names) =>
      `import java.net.URI;\nimport java.net.http.*;\n\nclass Main {\n  static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();\n${parts.join('\n')}\n  public static void main(String[] given) throws Exception {\n${names.map((name) => `    ${name}();\n`).join('')}  }\n}\n`,
  },
];

const gatewayOf = gatewaysByDialect();

describe.each(LANGUAGES)('$name', ({ program, version, file, command, part, whole }) => {
  it.skipIf(!answers(program, version)).each(DIALECTS)('fails at %s where the judgement says so', async (dialect) => {
    const gateway = gatewayOf(dialect);
    const names = CASES.map((_, at) => `send${at}`);
    const parts = CASES.map(({ path: at, way }, index) =>
      part(names[index]!, gateway.url + at + (way.query ?? ''), methodFor(at), headersFor(at, way)),
    );
    const folder = writeFiles(temporaryFolder(), { [file]: whole(parts, names) });
    mkdirSync(path.join(folder, 'cache'));
    const before = gateway.requests.length;
    const child = spawn(program, [...command, file], {
      cwd: folder,
      env: { ...cleanEnvironment(), NO_PROXY: '*', GOCACHE: path.join(folder, 'cache'), GO111MODULE: 'off' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    const seen = gateway.requests.slice(before);
    expect(seen.length).toBe(CASES.length);

    const settings = { dialect, gateways: [new URL(gateway.url).host], variables: [] } as const;
    const said: string[] = [];
    const happened: string[] = [];
    for (const [at, { path: endpoint, way }] of CASES.entries()) {
      const text = whole([parts[at]!], [names[at]!]);
      const problems = findRequestProblems(text, file, settings).problems.filter(
        (each) => each.ruleId === 'auth-header',
      );
      const outcome = outcomeOf({ status: seen[at]!.status, text: seen[at]!.body });
      const all = problems.filter(fails).map((problem) => problem.outcome);
      if (way.name === 'Authorization: Bearer' && outcome === 'works') expect(problems).toEqual([]);
      // A client may add a credential that is not seen, so that a missing one is never spoken of.
      if (all.length === 0) continue;
      const says = all.includes('401') ? '401' : all[0]!;
      said.push(`${endpoint}, ${way.name}: ${says === '501' && outcome === '401' ? outcome : says}`);
      happened.push(`${endpoint}, ${way.name}: ${outcome}`);
    }
    expect(said).toEqual(happened);
    expect(said.length).toBeGreaterThan(CASES.length / 4);
  });
});

function answers(program: string, version: string): boolean {
  try {
    return run(program, [version]).status === 0;
  } catch {
    return false;
  }
}
