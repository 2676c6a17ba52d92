import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const URL = `url: 'https://api.starrise.ai/v1/chat/completions', method: 'POST'`;

const BASE = 'https://api.starrise.ai/v1';
const AUTH = 'Authorization: `Bearer ${key}`';

const codes = (text: string, trees: string): string[] =>
  findRequestProblems(text, trees, SETTINGS).problems.map(({ code }) => code);

describe('requests of clients with one object', () => {
  it.each([
    [`wx.request({ ${URL}, header: { 'content-type': 'application/json' } });`, ['no-credential']],
    // An interceptor in another file may add it.
    [`uni.request({ ${URL}, header: { 'content-type': 'application/json' } });`, []],
    [`import Taro from '@tarojs/taro'; Taro.request({ ${URL}, header: { accept: '*/*' } });`, []],
    [`uni.request({ ${URL}, header: { Authorization: 'Bearer Bearer ' + key } });`, ['doubled-bearer']],
    [`uni.request({ ${URL}, header: { 'api-key': key } });`, ['api-key-header']],
    [`wx.request({ ${URL}, header: { ...common, 'api-key': key } });`, []],
    [`wx.request(options); wx.request({ ${URL}, header });`, []],
    [`wx.showToast({ ${URL}, header: { 'api-key': key } });`, []],
    [`GM_xmlhttpRequest({ ${URL}, headers: { accept: '*/*' } });`, ['no-credential']],
    [`import { requestUrl } from 'obsidian'; requestUrl({ ${URL}, headers: { 'api-key': key } });`, ['api-key-header']],
    [`import { requestUrl } from './mine'; requestUrl({ ${URL}, headers: { 'api-key': key } });`, []],
    [`const request = require('request'); request({ ${URL}, headers: { accept: '*/*' }, auth: { bearer: key } });`, []],
    [
      `import request from 'request'; request({ baseUrl: '${BASE}', url: '/chat/completions', headers: { ${AUTH} } });`,
      [],
    ],
    [`import request from 'request'; request({ baseUrl: '${BASE}/', uri: '/models', headers: { ${AUTH} } });`, []],
    [
      `import request from 'request'; request.get({ baseUrl: '${BASE}', url: 'v1/models', headers: { ${AUTH} } });`,
      ['doubled-version'],
    ],
    [`import request from 'request'; request.get('${BASE}/models', { headers: { ${AUTH} } }, done);`, []],
    [
      `import request from 'request'; request.get('https://api.starrise.ai/models', { headers: { ${AUTH} } }, done);`,
      ['missing-version'],
    ],
    [
      `import request from 'request'; request({ uri: '${BASE}/models', headers: { 'api-key': key } });`,
      ['api-key-header'],
    ],
    [`GM_xmlhttpRequest({ uri: '${BASE}/models', headers: { 'api-key': key } });`, []],
    [`const request = make(); request({ ${URL}, headers: { 'api-key': key } });`, []],
    [`const wx = make(); wx.request({ ${URL}, header: { 'api-key': key } });`, []],
  ])('%s', (text, expected) => {
    expect(codes(text, 'a.js')).toEqual(expected);
  });
});
