import { expect, it } from 'vitest';
import { detect, detectText, scanFiles, UsageError } from '../src/scanner.js';
import { temporaryFolder, writeFiles } from './support/folder.js';
import { newApiKey } from './support/keys.js';

const KEY = newApiKey('library');

it('scans as the command does, by the configuration it finds', async () => {
  const cwd = writeFiles(temporaryFolder(), {
    'a.js': `export default '${KEY}';\n`,
    'left-out/b.js': `export default '${KEY}';\n`,
    'starrise.config.json': '{ "exclude": ["left-out"] }',
  });
  const report = await scanFiles(['.'], { cwd });
  expect(report).toMatchObject({ complete: true, findings: [{ path: 'a.js', line: 1, column: 17 }] });
  expect(JSON.stringify(report)).not.toContain(KEY.slice(3));
});

it('rejects a wrong configuration, and reports what it could not read', async () => {
  const wrong = writeFiles(temporaryFolder(), { 'starrise.config.json': '{ "exlude": [] }', 'a.js': 'nothing' });
  await expect(scanFiles(['.'], { cwd: wrong })).rejects.toThrow(UsageError);
  const cwd = writeFiles(temporaryFolder(), { 'a.js': 'nothing' });
  expect(await scanFiles(['gone.js', 'a.js'], { cwd })).toMatchObject({ complete: false, gaps: [{ what: 'gone.js' }] });
});

it('rejects a folder that is none', async () => {
  const cwd = writeFiles(temporaryFolder(), { 'a.js': 'nothing' });
  for (const wrong of ['gone', 'a.js']) {
    await expect(scanFiles(['.'], { cwd: `${cwd}/${wrong}` })).rejects.toThrow(
      new UsageError(`${cwd}/${wrong}: no such folder`),
    );
  }
});

it('ends at a signal, and says that it is incomplete; without one it is complete', async () => {
  const cwd = writeFiles(temporaryFolder(), { 'a.js': `export default '${KEY}';\n` });
  const ended = await scanFiles(['.'], { cwd, signal: AbortSignal.abort() });
  expect(ended).toMatchObject({ complete: false, gaps: [{ why: 'interrupted before everything was read' }] });
  const { signal } = new AbortController();
  expect(await scanFiles(['.'], { cwd, signal })).toMatchObject({ complete: true, findings: [{ path: 'a.js' }] });
});

const SETTINGS = { gateways: [{ host: 'api.starrise.ai' }], variables: [], foreignSuppressions: true };

it('takes what it asks for', () => {
  const text = `k = '${KEY}'`;
  expect(detectText(text, SETTINGS).matches).toHaveLength(1);
  for (const bytes of [Buffer.from(text), new TextEncoder().encode(text)]) {
    expect(detect(bytes, SETTINGS).matches).toHaveLength(1);
  }
});

it.each<[given: unknown, message: string]>([
  [undefined, 'paths must be an array of strings, not undefined'],
  [KEY, 'paths must be an array of strings, not a string'],
  [['a', 1], 'paths must be an array of strings, not such an array'],
])('names an argument of a wrong type: scanFiles, %#', async (given, message) => {
  await expect(scanFiles(given as string[])).rejects.toThrow(new TypeError(`scanFiles: ${message}`));
});

it.each<[given: unknown, message: string]>([
  [null, 'options must be an object, not null'],
  ['src', 'options must be an object, not a string'],
  [{ cwd: 1 }, 'options.cwd must be a string, not a number'],
  [{ signal: true }, 'options.signal must be an AbortSignal, not a boolean'],
])('names an option of a wrong type: scanFiles, %#', async (given, message) => {
  await expect(scanFiles([], given as object)).rejects.toThrow(new TypeError(`scanFiles: ${message}`));
});

it.each<[given: unknown, message: string]>([
  [undefined, 'settings must be an object, not undefined'],
  [
    { ...SETTINGS, gateways: undefined },
    'settings.gateways must be an array of objects with a host, such as api.starrise.ai, not undefined',
  ],
  [
    { ...SETTINGS, gateways: ['a.b'] },
    'settings.gateways must be an array of objects with a host, such as api.starrise.ai, not such an array',
  ],
  ...['https://llm.example/v1', '', '*.example'].map((host): [unknown, string] => [
    { ...SETTINGS, gateways: [{ host }] },
    'settings.gateways must be an array of objects with a host, such as api.starrise.ai, not such an array',
  ]),
  [{ ...SETTINGS, variables: 'A' }, 'settings.variables must be an array of strings, not a string'],
  [{ ...SETTINGS, foreignSuppressions: 'no' }, 'settings.foreignSuppressions must be a boolean, not a string'],
])('names a setting of a wrong type: detect and detectText, %#', (given, message) => {
  const settings = given as typeof SETTINGS;
  expect(() => detect(new Uint8Array(), settings)).toThrow(new TypeError(`detect: ${message}`));
  expect(() => detectText('', settings)).toThrow(new TypeError(`detectText: ${message}`));
});

it('tells text from bytes', () => {
  expect(() => detect(KEY as unknown as Uint8Array, SETTINGS)).toThrow(
    new TypeError('detect: bytes must be a Uint8Array or a Buffer, not a string'),
  );
  expect(() => detectText(Buffer.from(KEY) as unknown as string, SETTINGS)).toThrow(
    new TypeError('detectText: text must be a string, not an object'),
  );
});
