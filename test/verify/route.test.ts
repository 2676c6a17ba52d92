import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/keys/secret.js';
import type { Evidence } from '../../src/finding.js';
import { chooseGateways, type VerifyGateway } from '../../src/verify/gateways.js';
import { routeKeys, type FoundKey } from '../../src/verify/route.js';
import { makers, newApiKey, oneApiKey } from '../support/keys.js';
import { foundKey } from '../support/verify.js';

const byDefault = gateways({});
const byEnvironment = gateways({ environment: { STARRISE_BASE_URL: 'https://gw.example/v1' } });
const byCommandLine = gateways({ commandLine: ['https://gw.example'] });
const several = gateways({ commandLine: ['https://gw.example', 'https://other.example'] });

const key = newApiKey('route');

describe('where a key may go', () => {
  it('goes to the gateway that its evidence names', () => {
    expect(route([tied('api.starrise.ai')], byDefault)).toBe('https://api.starrise.ai');
    expect(route([tied('other.example')], several)).toBe('https://other.example');
  });

  it("goes to the user's only gateway where a variable of the gateway holds it", () => {
    const evidence: Evidence[] = [
      { kind: 'variable', detail: 'the name STARRISE_API_KEY beside it', name: 'STARRISE_API_KEY' },
    ];
    expect(route([foundKey(key, { issuer: 'new-api', evidence })], byDefault)).toBe('https://api.starrise.ai');
  });

  it('goes nowhere by default for a variable of another deployment: which one, it does not say', () => {
    const evidence: Evidence[] = [{ kind: 'variable', detail: 'the name NEW_API_KEY beside it', name: 'NEW_API_KEY' }];
    const found = foundKey(key, { issuer: 'new-api', evidence });
    expect(route([found], byDefault)).toMatch(/nothing ties it/);
    expect(route([found], byEnvironment)).toBe('https://gw.example');
  });

  it('goes nowhere where its surroundings speak for two issuers, unless the user says so', () => {
    const evidence: Evidence[] = [
      { kind: 'host', detail: 'host api.starrise.ai on line 1', name: 'api.starrise.ai' },
      { kind: 'host', detail: 'host api.moonshot.cn on line 2', name: 'api.moonshot.cn' },
    ];
    const found = foundKey(key, { evidence });
    expect(route([found], byDefault)).toMatch(/speaks for New API gateway and Moonshot/);
    expect(route([found], byCommandLine)).toMatch(/speaks for New API gateway and Moonshot/);
    expect(route([found], byDefault, true)).toBe('https://api.starrise.ai');
  });

  it('goes nowhere on its shape alone, unless the user says so', () => {
    expect(route([foundKey(key)], byDefault)).toMatch(/nothing ties it to api\.starrise\.ai/);
    expect(route([foundKey(key)], byEnvironment)).toMatch(/nothing ties it to gw\.example/);
    expect(route([foundKey(key)], byDefault, true)).toBe('https://api.starrise.ai');
    expect(route([foundKey(key)], byCommandLine)).toBe('https://gw.example');
  });

  it('goes to the gateway of the command line where only a header speaks for it', () => {
    const found = foundKey(key, { evidence: [{ kind: 'header', detail: 'after Bearer' }] });
    expect(route([found], byCommandLine)).toBe('https://gw.example');
    expect(route([found], byDefault)).toMatch(/nothing ties it/);
  });

  it.each<Evidence>([
    { kind: 'header', detail: 'after Bearer' },
    { kind: 'structure', detail: 'the structure of New API' },
    { kind: 'package', detail: 'the package starrise beside it', name: 'starrise' },
  ])('goes nowhere where neither a host nor a variable speaks for it: $detail', (evidence) => {
    const found = foundKey(key, { issuer: 'new-api', evidence: [evidence] });
    expect(route([found], byDefault)).toMatch(/nothing ties it/);
    expect(route([found], byEnvironment)).toMatch(/nothing ties it/);
  });

  it('goes nowhere on the structure of One API alone: that proves the mint, not the host', () => {
    const evidence: Evidence[] = [{ kind: 'structure', detail: 'the structure of One API' }];
    const found = foundKey(oneApiKey('route'), { issuer: 'one-api', candidates: ['one-api'], evidence });
    expect(route([found], byDefault)).toMatch(/nothing ties it/);
    expect(route([found], byCommandLine)).toBe('https://gw.example');
  });

  it('is not guessed among several gateways, even where the user lets ambiguous keys go', () => {
    expect(route([foundKey(key)], several, true)).toMatch(
      /whether it belongs to https:\/\/gw\.example or https:\/\/other\.example/,
    );
  });

  it('is not guessed among several gateways at one host', () => {
    const atOneHost = gateways({ commandLine: ['https://gw.example/a', 'https://gw.example/b'] });
    expect(route([tied('gw.example')], atOneHost)).toMatch(/https:\/\/gw\.example\/a or https:\/\/gw\.example\/b/);
  });

  it('goes nowhere where its evidence names a gateway that the user did not', () => {
    expect(route([tied('elsewhere.example')], byDefault, true)).toMatch(/the host beside it is elsewhere\.example/);
    expect(route([tied('elsewhere.example')], byCommandLine)).toMatch(/--gateway https:\/\/elsewhere\.example/);
  });

  it('goes nowhere where two places name two gateways', () => {
    expect(route([tied('gw.example'), tied('other.example')], several)).toMatch(/several gateways are named/);
  });

  it('goes nowhere where one place proves another issuer, whatever the others say', () => {
    const moonshot = foundKey(key, { issuer: 'moonshot' });
    for (const chosen of [byDefault, byCommandLine]) {
      expect(route([tied('api.starrise.ai'), moonshot], chosen, true)).toMatch(/it is a key of Moonshot/);
    }
  });

  it('goes nowhere where no candidate is a gateway', () => {
    const found = foundKey(key, { candidates: ['moonshot', 'stability'] });
    expect(route([found], byCommandLine, true)).toMatch(/it is a key of Moonshot or Stability/);
  });

  it('goes nowhere where it has not the form of a gateway key', () => {
    const whole = makers.HEX32('route');
    const secret = new Secret({ whole, prefix: 'sk-', gatewayShape: false, guessable: false });
    expect(route([foundKey(key, { secret })], byCommandLine)).toMatch(/has not the form/);
    const short = new Secret({ whole: 's' + 'k-1234', prefix: 'sk-', gatewayShape: false, guessable: true });
    expect(route([foundKey(key, { secret: short })], byCommandLine)).toMatch(/has not the form/);
  });

  it('is one key however often it was found', () => {
    const { errands } = routeKeys([tied('gw.example'), foundKey(key), foundKey(key)], byCommandLine, {
      sendAmbiguous: false,
    });
    expect(errands.map(({ keys }) => keys.length)).toEqual([1]);
  });

  it('counts as a missing verdict only where it may be a gateway key', () => {
    const { held } = routeKeys([foundKey(key), foundKey(newApiKey('openai'), { issuer: 'openai' })], byDefault, {
      sendAmbiguous: false,
    });
    expect(held.map(({ foreign }) => foreign)).toEqual([false, true]);
  });
});

describe('the gateways that a user names', () => {
  it('are those of the command line, else of environment and own configuration, else the default', () => {
    const environment = { STARRISE_BASE_URL: 'https://env.example' };
    const userConfiguration = ['https://own.example'];
    const bases = (sources: Parameters<typeof gateways>[0]) => gateways(sources).map(({ base }) => base);
    expect(bases({ commandLine: ['cli.example'], environment, userConfiguration })).toEqual(['https://cli.example']);
    expect(bases({ environment, userConfiguration })).toEqual(['https://env.example', 'https://own.example']);
    expect(bases({})).toEqual(['https://api.starrise.ai']);
    const wrong = ['http://own.example'];
    expect(bases({ commandLine: ['cli.example'], userConfiguration: wrong })).toEqual(['https://cli.example']);
    expect(() => bases({ userConfiguration: wrong })).toThrow(/named by your configuration .* plain HTTP/);
  });

  it('are taken as SDKs are given them', () => {
    const [gateway] = gateways({ commandLine: ['https://GW.example:8443/sub/v1/'] });
    expect(gateway).toEqual({
      base: 'https://gw.example:8443/sub',
      host: 'gw.example:8443',
      namedBy: 'the command line',
    });
  });

  it.each([
    ['http://gw.example', /plain HTTP/],
    ['https://*.gw.example', /holds a wildcard: give it as https:\/\/host/],
    ['ftp://gw.example', /is not HTTPS/],
    ['https://user:pass@gw.example', /user name or password/],
    ['https://gw.example?key=1', /a query/],
    ['https://', /is not an URL/],
  ])('%s is refused', (url, message) => {
    expect(() => gateways({ commandLine: [url] })).toThrow(message);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])('%s may be plain HTTP', (url) => {
    expect(gateways({ commandLine: [url] })).toHaveLength(1);
  });

  it('are refused without showing a password', () => {
    expect(() => gateways({ commandLine: ['https://user:hunter2@gw.example'] })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') as string }) as Error,
    );
  });
});

function gateways(sources: Partial<Parameters<typeof chooseGateways>[0]>): readonly VerifyGateway[] {
  return chooseGateways({ commandLine: [], environment: {}, userConfiguration: [], ...sources });
}

function tied(host: string): FoundKey {
  return foundKey(key, {
    issuer: 'new-api',
    evidence: [{ kind: 'host', detail: `host ${host} on line 1`, name: host }],
  });
}

/** Where one key goes: a gateway's base, or why it goes nowhere. */
function route(found: readonly FoundKey[], chosen: readonly VerifyGateway[], sendAmbiguous = false): string {
  const { errands, held } = routeKeys(found, chosen, { sendAmbiguous });
  const outcomes = [...errands.map(({ gateway }) => gateway.base), ...held.map(({ why }) => why)];
  expect(outcomes).toHaveLength(1);
  return outcomes.join();
}
