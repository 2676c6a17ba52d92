import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/net/proxy.js';

const target = new URL('https://gw.example');

describe('the proxy of the environment', () => {
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128'],
    [{ https_proxy: 'proxy.example:3128' }, 'http://proxy.example:3128'],
    [{ HTTPS_PROXY: 'http://upper.example', https_proxy: 'http://lower.example' }, 'http://lower.example'],
    [{ ALL_PROXY: 'https://proxy.example' }, 'https://proxy.example'],
    [{ HTTP_PROXY: 'http://proxy.example' }, null],
    [{ HTTPS_PROXY: 'http://user:hunter2@proxy.example' }, 'http://proxy.example'],
    [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: '*' }, null],
    [{ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'other, .example' }, null],
    [{ HTTPS_PROXY: 'http://proxy.example', no_proxy: 'GW.example:443' }, null],
    [{ HTTPS_PROXY: 'http://proxy.example', no_proxy: 'gw.example:8443' }, 'http://proxy.example'],
    [{ HTTPS_PROXY: 'http://proxy.example', no_proxy: 'w.example' }, 'http://proxy.example'],
    [{ HTTPS_PROXY: 'http://proxy.example', no_proxy: 'example.' }, null],
    [{ HTTPS_PROXY: 'http://proxy.example', no_proxy: '10.0.0.0/8' }, 'http://proxy.example'],
  ])('%j: %s', (environment, shown) => {
    expect(proxyFor(target, environment)?.shown ?? null).toBe(shown);
  });

  it.each([
    ['https://[2001:db8::1]', '2001:db8::1', null],
    ['https://[2001:db8::1]', '[2001:db8::1]', null],
    ['https://[2001:db8::1]:8443', '[2001:db8::1]:8443', null],
    ['https://[2001:db8::1]', '[2001:db8::1]:8443', 'http://proxy.example'],
    ['https://[2001:db8::1]', '2001:db8::2', 'http://proxy.example'],
    ['https://[2001:db8::1]', '2001:0db8:0::1', null],
    ['https://[2001:db8::1]', '2001:db8::/32', null],
    ['https://[2001:db8::1]', '2001:db9::/32', 'http://proxy.example'],
    ['https://192.0.2.7', '192.0.2.7', null],
    ['https://192.0.2.7', '192.0.2.0/24', null],
    ['https://192.0.2.7', '192.0.2.0/24:443', null],
    ['https://192.0.2.7', '192.0.2.0/24:8443', 'http://proxy.example'],
    ['https://192.0.2.7', '192.0.3.0/24, 0.0.0.0/0/0, 192.0.2.0/33, 192.0.2.0/x, /', 'http://proxy.example'],
    ['https://192.0.2.7', '2.7', 'http://proxy.example'],
    ['https://gw.example.', '.gw.example', null],
  ])('of %s where NO_PROXY is %s: %s', (url, NO_PROXY, shown) => {
    const environment = { HTTPS_PROXY: 'http://proxy.example', NO_PROXY };
    expect(proxyFor(new URL(url), environment)?.shown ?? null).toBe(shown);
  });

  it('is not used for this machine', () => {
    expect(proxyFor(new URL('http://localhost:3000'), { ALL_PROXY: 'http://proxy.example' })).toBeNull();
    expect(proxyFor(new URL('http://[::1]:3000'), { ALL_PROXY: 'http://proxy.example' })).toBeNull();
  });

  it('is refused where it is of a kind that cannot be used: a direct connection is not what was asked for', () => {
    expect(() => proxyFor(target, { ALL_PROXY: 'socks5://proxy.example' })).toThrow(/of the kind socks5/);
  });
});
