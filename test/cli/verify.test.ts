import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { DEFAULT_GATEWAY } from '../../src/verify/index.js';
import { selfSignedCertificate } from '../support/gateway/certificate.js';
import { faults, newGateway, newToken } from '../support/gateway/gateway.js';
import { newProxy } from '../support/proxy.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { makers, newApiKey, oneApiKey } from '../support/keys.js';
import { expectNoRawKey, filesBelow } from '../support/no-raw-key.js';
import { runScanBeside, type RunOptions, type RunResult } from '../support/run.js';
import type { Report } from '../../src/finding.js';

const live = newApiKey('live');
const disabled = newApiKey('disabled');
const gone = newApiKey('gone');
const tokens = [newToken(live, { name: 'production' }), newToken(disabled, { status: 'disabled', name: 'old laptop' })];

describe('starrise-scan --verify', () => {
  it('says first what goes where, then gives verdicts, the most dangerous key first', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${gone}"`, 'b.py': `K = "${live}"` });
    const { stderr, stdout, status } = await scan(folder, ['--verify', '--gateway', gateway.url]);
    expect(stderr).toContain(`verify: 2 keys to ${gateway.url} (named by the command line)`);
    expect(stdout).toMatch(/live at localhost:\d+: the gateway accepts it; token "production"/);
    expect(stdout.indexOf(' live at ')).toBeLessThan(stdout.indexOf(' unrecognized at '));
    expect(stdout).toContain('find "production", Delete');
    expect(status).toBe(1);
  });

  it('with --dry-run says what would go where, and sends nothing', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"` });
    const { stderr } = await scan(folder, ['--verify', '--dry-run', '--gateway', gateway.url]);
    expect(stderr).toContain(`verify: 1 key to ${gateway.url}`);
    expect(gateway.requests).toEqual([]);
  });

  it('never asks a gateway that the scanned repository names', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      'starrise.config.json': JSON.stringify({ gateways: [gateway.url] }),
      '.env': `STARRISE_BASE_URL=${gateway.url}\nSTARRISE_API_KEY=${live}\n`,
    });
    const { stderr } = await scan(folder, ['--verify']);
    expect(gateway.requests).toEqual([]);
    expect(stderr).toContain('no key is sent anywhere');
    expect(stderr).toMatch(/the host beside it is localhost:\d+; if it belongs there: --gateway/);
  });

  it("does not take a key with a base of somebody else's for the default gateway's", async () => {
    const folder = writeFiles(temporaryFolder(), {
      '.env': `STARRISE_BASE_URL=https://gateway.example\nSTARRISE_API_KEY=${live}\n`,
      'client.ts': `new OpenAI({ baseURL: 'https://gateway.example/v1', apiKey: '${gone}' }); // not https://api.starrise.ai\n`,
    });
    const { stderr } = await scan(folder, ['--verify']);
    expect(stderr).toContain('no key is sent anywhere');
    expect(stderr).toContain('the host beside it is gateway.example');
  });

  it('asks the gateway of the environment for keys that evidence ties to it', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      'tied.py': `base = "${gateway.url}/v1"\nkey = "${live}"\n`,
      'loose.py': `KEY = "${disabled}"\n`,
      'foreign.env': `MOONSHOT_API_KEY=${gone}\n`,
    });
    const env = { STARRISE_BASE_URL: gateway.url };
    const { stderr } = await scan(folder, ['--verify', '--format', 'json'], { env });
    expect(stderr).toContain('verify: 1 key to');
    expect(stderr).toMatch(/nothing ties it to localhost/);
    expect(stderr).toMatch(/it is a key of Moonshot/);
    const sent = new Set(gateway.requests.map(({ credential }) => credential.key));
    expect([live, disabled, gone].map((key) => sent.has(key.slice(3)))).toEqual([true, false, false]);
  });

  it('sends each key to the gateway that its evidence names, and guesses none', async () => {
    const one = await newGateway({ tokens });
    const other = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      'one.py': `base_url = "${one.url}/v1"\nkey = "${live}"\n`,
      'other.py': `base_url = "${other.url}/v1"\nkey = "${disabled}"\n`,
      'loose.py': `key = "${gone}"\n`,
    });
    const { stderr } = await scan(folder, ['--verify', '--gateway', one.url, '--gateway', other.url]);
    const keysAt = ({ requests }: typeof one) =>
      [live, disabled, gone].filter((key) => requests.some(({ credential }) => credential.key === key.slice(3)));
    expect([keysAt(one), keysAt(other)].map((keys) => keys.length)).toEqual([1, 1]);
    expect(keysAt(one)[0] === live && keysAt(other)[0] === disabled).toBe(true);
    expect(stderr).toMatch(
      /1 key not sent: nothing says whether it belongs to http:\/\/localhost:\d+ or http:\/\/localhost:\d+/,
    );
  });

  it("asks the gateways of the user's own configuration", async () => {
    const own = writeFiles(temporaryFolder(), { 'starrise/config.json': '{ "gateways": ["gateway.example"] }' });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `base_url = "https://gateway.example"\nkey = "${live}"\n` });
    const { stderr } = await scan(folder, ['--verify', '--dry-run'], {
      env: { XDG_CONFIG_HOME: own, APPDATA: own },
    });
    expect(stderr).toContain('verify: 1 key to https://gateway.example (named by your configuration)');
  });

  it("asks them below the path, and over the protocol, that the user's own configuration names", async () => {
    const gateway = await newGateway({ tokens });
    const own = writeFiles(temporaryFolder(), {
      'starrise/config.json': JSON.stringify({ gateways: [`${gateway.url}/v1`, 'https://gateway.example/relay/v1'] }),
    });
    const folder = writeFiles(temporaryFolder(), {
      'a.py': `base_url = "${gateway.url}/v1"\nkey = "${live}"\n`,
      'b.py': `base_url = "https://gateway.example/relay/v1"\nkey = "${gone}"\n`,
    });
    const env = { XDG_CONFIG_HOME: own, APPDATA: own };
    const { stderr } = await scan(folder, ['--verify', '--dry-run'], { env });
    expect(stderr).toContain(`verify: 1 key to ${gateway.url} (named by your configuration)`);
    expect(stderr).toContain('verify: 1 key to https://gateway.example/relay (named by your configuration)');
    const { stdout } = await scan(folder, ['a.py', '--verify', '--format', 'json'], { env });
    expect((JSON.parse(stdout) as Report).keys).toMatchObject([{ verification: { state: 'live' } }]);
  });

  it.each(['', '.'])(
    'asks no gateway of a file in what is scanned where XDG_CONFIG_HOME and HOME are %j',
    async (value) => {
      const folder = writeFiles(temporaryFolder(), {
        'starrise/config.json': '{ "gateways": ["gateway.example"] }',
        '.config/starrise/config.json': '{ "gateways": ["gateway.example"] }',
        'a.py': `base_url = "https://gateway.example"\nkey = "${live}"\n`,
      });
      const { stderr } = await scan(folder, ['--verify', '--dry-run'], {
        env: { XDG_CONFIG_HOME: value, HOME: value, APPDATA: value },
      });
      expect(stderr).toContain('verify: no key is sent anywhere');
    },
  );

  it('takes a key for tied everywhere when one place ties it', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      '.env': `OPENAI_BASE_URL=${gateway.url}/v1\nOPENAI_API_KEY=${live}\n`,
      'scripts/try.py': `KEY = "${live}"\n`,
    });
    const { stdout } = await scan(folder, ['--verify', '--format', 'json'], {
      env: { STARRISE_BASE_URL: gateway.url },
    });
    expect((JSON.parse(stdout) as Report).keys).toMatchObject([{ places: 2, verification: { state: 'live' } }]);
  });

  it('does not ask for what is suppressed', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"  # starrise-disable-line -- a sample\n` });
    await scan(folder, ['--verify', '--gateway', gateway.url]);
    expect(gateway.requests).toEqual([]);
  });

  it('sends every spelling of a key once', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      'a.sh': `curl -H "Authorization: Bearer ${live.slice(3)}" ${gateway.url}/v1/models\n`,
      'b.py': `KEY = "${live}"\n`,
      'c.py': `KEY = "${live}-7"\n`,
    });
    await scan(folder, ['--verify', '--gateway', gateway.url]);
    const asked = gateway.requests.filter(
      ({ path, credential }) => path === '/v1/models' && credential.key === live.slice(3),
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]?.credential.channel).toBeNull();
  });

  it('puts verdict and token into the JSON report', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${disabled}"` });
    const { stdout } = await scan(folder, ['--verify', '--gateway', gateway.url, '--format', 'json']);
    const { keys } = JSON.parse(stdout) as Report;
    expect(keys.map(({ verification }) => verification)).toEqual([
      expect.objectContaining({ state: 'disabled', host: new URL(gateway.url).host }),
    ]);
  });

  it('has a key that browsers are given deleted first', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), {
      'dist/index.html': '<script src="a.js"></script>',
      'dist/a.js': `const k="${live}"`,
    });
    const { stdout } = await scan(folder, ['bundle', 'dist', '--verify', '--gateway', gateway.url]);
    expect(stdout).toContain('Delete it now, before anything else: open Tokens');
  });

  it('goes on from kept verdicts, and says so', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"` });
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const again = () => scan(folder, ['--verify', '--gateway', gateway.url], { env });
    await again();
    const asked = gateway.requests.length;
    const { stderr, stdout } = await again();
    expect(gateway.requests).toHaveLength(asked);
    expect(stderr).toMatch(/1 key not sent: asked a moment ago/);
    expect(stdout).toContain('live at');
    await scan(folder, ['--verify', '--no-cache', '--gateway', gateway.url], { env });
    expect(gateway.requests.length).toBeGreaterThan(asked);
  });
});

describe('--fail-on live', () => {
  it.each([
    ['a live key', 1, live],
    ['a revoked key', 0, gone],
    ['a disabled key', 0, disabled],
  ])('%s: status %i', async (_what, expected, key) => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${key}"` });
    const { status } = await scan(folder, ['--verify', '--fail-on', 'live', '--gateway', gateway.url]);
    expect(status).toBe(expected);
  });

  it('a verdict that could not be had: status 3, and a gap', async () => {
    const gateway = await newGateway({ tokens });
    gateway.fault = faults.portal;
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"` });
    const { status, stderr } = await scan(folder, ['--verify', '--fail-on', 'live', '--gateway', gateway.url]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/verification of 1 key at localhost:\d+: 200 with a web page/);
  });

  it('a key that was not sent: status 3; a key of another issuer does not count', async () => {
    const loose = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"` });
    expect((await scan(loose, ['--verify', '--fail-on', 'live'])).status).toBe(3);
    const foreign = writeFiles(temporaryFolder(), { 'a.py': `K = "${makers.ANTHROPIC('foreign')}"` });
    expect((await scan(foreign, ['--verify', '--fail-on', 'live'])).status).toBe(0);
  });

  it('judges merged reports by the verdicts in them, and a report without verdicts as incomplete', async () => {
    const gateway = await newGateway({ tokens });
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${gone}"`, 'b.py': `K = "${live}"` });
    await scan(folder, ['--verify', '--gateway', gateway.url, '--format', 'json=verified.json']);
    await scan(folder, ['a.py', '--format', 'json=plain.json']);
    const merged = await scan(folder, ['merge', 'verified.json', '--fail-on', 'live', '--format', 'text']);
    expect(merged.status).toBe(1);
    expect(merged.stdout.indexOf(' live at ')).toBeLessThan(merged.stdout.indexOf(' unrecognized at '));
    expect((await scan(folder, ['merge', 'plain.json', '--fail-on', 'live'])).status).toBe(3);
  });

  it.each([
    [['--fail-on', 'live'], /--fail-on live needs verdicts: add --verify/],
    [['--verify', '--dry-run', '--fail-on', 'live'], /leave out --dry-run/],
    [['--dry-run'], /--dry-run is about verification: add --verify/],
    [['--verify-ambiguous'], /--verify-ambiguous is about verification/],
    [['--verify', '--gateway', 'http://gateway.example'], /plain HTTP/],
  ])('%j is a mistake: status 2', async (args, message) => {
    const { status, stderr } = await scan(temporaryFolder(), args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('a key in place of a gateway, or in its address', () => {
  it.each([
    ['alone', live],
    ['as a path', `https://gateway.example/${live}`],
    ['as the name of a host', `https://${live}.gateway.example`],
  ])('%s: status 2, and it is not shown', async (_how, address) => {
    const folder = writeFiles(temporaryFolder(), { 'a.py': `K = "${live}"` });
    for (const args of [['--gateway', address], []]) {
      const env = { STARRISE_BASE_URL: address };
      const { status, stderr } = await scan(folder, ['--verify', '--dry-run', ...args], { env });
      expect(status).toBe(2);
      expect(stderr).toMatch(/the gateway named by .* holds a key/);
      expectNoRawKey({ 'stderr in any case': stderr.toLowerCase() }, [live.toLowerCase()]);
    }
  });
});

describe('starrise-scan verify', () => {
  it.each([
    ['live', 1, live],
    ['disabled', 1, disabled],
    ['unrecognized', 0, gone],
  ])('says that a key is %s: status %i', async (state, expected, key) => {
    const gateway = await newGateway({ tokens });
    const { stdout, status } = await scan(temporaryFolder(), ['verify', '--gateway', gateway.url], { input: key });
    expect(stdout).toMatch(new RegExp(`^sk-\\w{4}…\\w{4} is ${state} at localhost`));
    expect(status).toBe(expected);
  });

  it.each([
    ['with a line break', `${live}\n`],
    ['without sk-', live.slice(3)],
    ['after Bearer', `Bearer ${live}`],
    ['with a channel', `${live}-7`],
    ['in a line of an .env file', `STARRISE_API_KEY="${live}"\n`],
    ['in UTF-16, with a byte order mark', Buffer.from(`\uFEFF${live}\r\n`, 'utf16le')],
  ])('takes a key %s', async (_how, input) => {
    const gateway = await newGateway({ tokens });
    const { stdout } = await scan(temporaryFolder(), ['verify', '--gateway', gateway.url], { input });
    expect(stdout).toContain(' is live at ');
  });

  it('takes a key from a variable', async () => {
    const gateway = await newGateway({ tokens });
    const { stdout } = await scan(temporaryFolder(), ['verify', '--key-env', 'OLD', '--gateway', gateway.url], {
      env: { OLD: live },
    });
    expect(stdout).toContain(' is live at ');
  });

  it('asks each time, whatever was kept', async () => {
    const gateway = await newGateway({ tokens });
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const ask = () => scan(temporaryFolder(), ['verify', '--gateway', gateway.url], { env, input: live });
    expect((await ask()).stdout).toContain(' is live at ');
    gateway.tokens.delete(live.slice(3));
    expect((await ask()).stdout).toContain(' is unrecognized at ');
  });

  it.each([
    ['no key', 'hello', /there is no key in it/],
    ['nothing', '\r\n', /from standard input, and that was empty/],
    ['two keys', `${live} ${gone}`, /more than one key/],
    ['a key of another issuer', makers.OPENAI_PROJECT('foreign'), /is not sent: it is a key of OpenAI/],
    ['a key that its variable gives to another issuer', `MOONSHOT_API_KEY=${live}`, /it is a key of Moonshot/],
  ])('refuses %s: status 2, nothing sent', async (_what, input, message) => {
    const gateway = await newGateway({ tokens });
    const { status, stderr } = await scan(temporaryFolder(), ['verify', '--gateway', gateway.url], { input });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(gateway.requests).toEqual([]);
  });

  it('takes no key as an argument, and does not repeat it', async () => {
    const { status } = await scan(temporaryFolder(), ['verify', live]);
    expect(status).toBe(2);
  });

  it('with --dry-run sends nothing', async () => {
    const { status, stderr } = await scan(temporaryFolder(), ['verify', '--dry-run'], { input: live });
    expect(status).toBe(0);
    expect(stderr).toContain(`1 key to ${DEFAULT_GATEWAY} (named by the default)`);
  });
});

describe('over HTTPS', () => {
  it.each(['http', 'https'] as const)('works with a trusted certificate, through an %s proxy', async (scheme) => {
    const tls = selfSignedCertificate('gateway.example');
    const proxyTls = selfSignedCertificate('localhost');
    const gateway = await newGateway({ tokens, tls });
    const proxy = await newProxy(scheme === 'https' ? { tls: proxyTls } : {});
    const folder = writeFiles(temporaryFolder(), { 'trusted.pem': tls.cert + proxyTls.cert });
    const { port } = new URL(gateway.url);
    const { stdout, stderr } = await scan(folder, ['verify', '--gateway', `https://gateway.example:${port}`], {
      input: live,
      env: {
        NODE_EXTRA_CA_CERTS: path.join(folder, 'trusted.pem'),
        HTTPS_PROXY: proxy.url.replace('://', '://user:secret@'),
      },
    });
    expect(stderr).toContain(`through the proxy ${proxy.url}`);
    expect(stdout).toContain(` is live at gateway.example:${port}`);
    expect(proxy.tunnels.length).toBeGreaterThan(0);
    expectNoRawKey({ 'what the proxy saw': proxy.seen() }, [live]);
  });
});

describe('an interruption', () => {
  it('ends the verification; what has no verdict is a gap', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => newApiKey(`interrupted ${at}`));
    const gateway = await newGateway({ tokens: keys.map((key) => newToken(key)) });
    gateway.fault = () => {
      if (gateway.requests.length === 3) process.emit('SIGINT');
      return false;
    };
    const folder = writeFiles(temporaryFolder(), { 'keys.txt': keys.join('\n') });
    const { status, stderr } = await scanHere(folder, ['--verify', '--fail-on', 'live', '--gateway', gateway.url]);
    expect(gateway.requests.length).toBeLessThan(10);
    expect(stderr).toMatch(/not read verification of \d+ keys at localhost:\d+: .*interrupted/);
    expect(stderr).not.toContain('before everything was read');
    expect([1, 3]).toContain(status);
    expectNoRawKey({ stderr }, keys);
  });
});

describe('a crash', () => {
  it('shows no key', async () => {
    const gateway = await newGateway({ tokens });
    const write = () => {
      throw new Error(`disk full while writing ${live}`);
    };
    const { status, stderr } = await scanHere(temporaryFolder(), ['verify', '--gateway', gateway.url], { write }, live);
    expect(status).toBe(2);
    expect(stderr).toContain('this is a bug');
    expectNoRawKey({ stderr }, [live]);
  });
});

/** Runs the command in this process. */
async function scanHere(
  folder: string,
  args: readonly string[],
  stdout: Io['stdout'] = { write: () => undefined },
  input = '',
): Promise<{ status: number; stderr: string }> {
  let stderr = '';
  const cache = temporaryFolder();
  const status = await main(args, {
    cwd: folder,
    env: { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: cache },
    stdin: Readable.from([input]),
    stdout,
    stderr: { write: (text) => (stderr += text) },
  });
  return { status, stderr };
}

/** Runs the built command in `folder`; nothing that it writes, anywhere, holds a planted key. */
async function scan(folder: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const cache = temporaryFolder();
  const env = { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: cache, STARRISE_BASE_URL: undefined, ...options.env };
  const result = await runScanBeside(args, { ...options, cwd: folder, env });
  const written = filesBelow(env.XDG_CACHE_HOME);
  expectNoRawKey({ stdout: result.stdout, stderr: result.stderr, ...written }, [live, disabled, gone, oneApiKey('x')]);
  return result;
}
