import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrefilter, detect } from '../../src/detect/index.js';
import { Kind } from '../../src/detect/needles.js';
import { makers, newApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

const S = 's' + 'k-';

function count(text: string | Buffer): number {
  return detect(Buffer.from(text as string), SETTINGS).matches.length;
}

describe('words with sk- in them', () => {
  const tail = makers.NEW_API_BODY('word');
  for (const word of ['ta', 'ri', 'di', 'ma', 'de', 'kio', 'a', 'c', 's', 'x9', 'flask-ta']) {
    it(`${word}sk-… never alarms, even before 48 characters`, () => {
      expect(count(`class="${word}${S}${tail}"`)).toBe(0);
    });
  }

  // As escapejs of Django, and encoders of URLs, write it; the plain one because another key has the text read.
  for (const word of [
    'task-',
    'task\\u002D',
    'task%2D',
    'task%252D',
    'task&#45;',
    'ta%73%6B-',
    '%74%61%73%6B%2D',
    '\\u0074\\u0061\\u0073\\u006B\\u002D',
    '&#116;&#97;&#115;&#107;&#45;',
  ]) {
    it(`${word}… never alarms where it is escaped, or something behind it is`, () => {
      const other = makers.NEW_API('beside');
      expect(count(`"${word}${tail}%22" "${word}${makers.HEX32('word').slice(3)}\\u0022" "${other}"`)).toBe(1);
    });
  }

  for (const text of [
    `.${S}circle1 { animation: ${S}circleFadeDelay 1.2s }`,
    `.${S}folding-cube .${S}cube:before {}`,
    `locale: "${S}SK"`,
    `${S}ssh-ed25519@openssh.com`,
    `ecdsa-${S}nistp256@openssh.com`,
    `STRIPE=sk_live_${tail}`,
    `sk_test_${tail}`,
    `c${S}${tail}`,
    `s${S}${tail}`,
    `pk-lf-${tail}`,
    `npm i task-${tail}`,
    `${S}${'-'.repeat(48)}`,
    `--${S}`,
    `"${S}"`,
    `startsWith('${S}')`,
    `/${S}[A-Za-z0-9]{48}/`,
    `${S}\${API_KEY}`,
    `${S}%s`,
    `${S}{{ .Values.key }}`,
  ]) {
    it(`${text.replaceAll(tail, '…')} never alarms`, () => {
      expect(count(text)).toBe(0);
      expect(count(`before ${text} after`)).toBe(0);
    });
  }
});

describe('placeholders', () => {
  const x = (length: number): string => 'x'.repeat(length);
  for (const body of [
    x(48),
    'X'.repeat(48),
    '0'.repeat(48),
    '1234567890'.repeat(5).slice(0, 48),
    'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP'.slice(0, 48),
    'abc123'.repeat(8),
    'abcd1234ABCD5678EFGH9012ijkl3456MNOP7890qrst1234',
    'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1v2w3x4',
    'qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxc',
    'yourApiKeyGoesHereyourApiKeyGoesHere123456789012',
    'VOTRECLEAPIICIVOTRECLEAPIICIVOTRECLEAPIICI123456',
    'ThisIsNotARealKeyButAnExampleThatFillsTheLength1',
    'thisIsAVeryLongClassNameThatHasFortyEightLetters',
    'deadbeef'.repeat(6),
    'EXAMPLEKEY0123EXAMPLEKEY4567EXAMPLEKEY8901EXAMPL',
    'REPLACE0ME1WITH2YOUR3OWN4KEY5FROM6THE7CONSOLE8OK',
    'fakefakefakefakefakefakefakefakefakefakefakefake',
  ]) {
    it(`${S}${body} is one`, () => {
      expect(body.length).toBeGreaterThanOrEqual(47);
      expect(count(`STARRISE_API_KEY="${S}${body.padEnd(48, '7').slice(0, 48)}"`)).toBe(0);
    });
  }

  for (const text of [
    'your-api-key',
    'YOUR_API_KEY',
    'VOTRE_CLE',
    '<your key>',
    '${STARRISE_API_KEY}',
    '{{key}}',
    '{key}',
    '%s',
    '...',
    'abc***xyz',
    'abc…xyz',
    '••••••••',
    'xxxx',
    'proj-xxxxxxxx',
    'ant-api03-...',
    `ant-api03-${x(93)}AA`,
    `proj-${x(74)}T3Blbk${'FJ'}${x(74)}`,
    `${x(42)}T3Blbk${'FJ'}${x(42)}`,
    makers.OPENAI_UNSCOPED(1).slice(3, -3),
    makers.OPENAI_UNSCOPED(1).slice(6),
    `or-v1-${'0'.repeat(64)}`,
    '0123456789abcdef0123456789abcdef',
    `api-${x(119)}`,
    `cp-${x(119)}`,
    `kimi-${x(64)}`,
    'kimi-your-api-key',
    `sp-${x(32)}`,
    `ss-v1-${x(64)}`,
    `or-vv-${'0'.repeat(64)}`,
    'hc-v1-your-key',
    `ws-01-${x(94)}`,
    '0123456789abcdef'.repeat(4),
    makers.NEW_API_BODY(1).slice(0, 20),
    `${makers.NEW_API_BODY(1).slice(0, 30)}...`,
    `${makers.NEW_API_BODY(1).slice(0, 8)}****************${makers.NEW_API_BODY(1).slice(40)}`,
    'helicone-xxxxxxx-xxxxxxx-xxxxxxx-xxxxxxx',
  ]) {
    it(`${S}${text.length > 30 ? `${text.slice(0, 20)}…` : text} is none or is cut short`, () => {
      for (const line of [
        `STARRISE_API_KEY=${S}${text}`,
        `LITELLM_MASTER_KEY="${S}${text}"`,
        `Authorization: Bearer ${S}${text}`,
      ]) {
        if (line.startsWith('LITELLM') && /^[0-9A-Za-z]{20,}/.test(text)) continue;
        expect(count(line)).toBe(0);
      }
    });
  }

  it('are keys of plans that go on, or are cut short, and their samples', () => {
    for (const kind of [
      'MINIMAX_PLAN',
      'KIMI_CODE',
      'DASHSCOPE_PLAN',
      'DASHSCOPE_SIGNED',
      'ZENMUX',
      'VSEGPT',
      'HACKCLUB',
      'WINDSURF',
      'HEX64',
      'ANANNAS',
      'NANOGPT',
      'BIFROST',
      'MEGALLM',
      'TENCENT_PLAN',
      'THESYS',
      'TUNE',
      'CLAUDEHUB',
      'AIRFORCE',
      'POE',
      'PAXSENIX',
      'EDENAI',
      'DIGITALOCEAN',
      'VOIDAI',
      'TESTSPRITE',
      'SWISSAI',
      'LMSTUDIO',
      'SCNET',
      'SCNET_PLAN',
      'REQUESTY',
    ] as const) {
      const key = makers[kind](1);
      for (const text of [`${key}0`, `${key}-more`, key.slice(0, -9)]) expect(count(`API_KEY="${text}"`), kind).toBe(0);
    }
    for (const text of [
      `${S}kimi-for-coding`,
      `${S}sp-0123456789abcdef0123456789abcdef`,
      `${S}sp-H.ABCDEF.GHIJ.MEUCIQ${'a'.repeat(90)}`,
      makers.DASHSCOPE_SIGNED(1).replace('.', '-'),
    ]) {
      expect(count(`DASHSCOPE_API_KEY="${text}"`)).toBe(0);
    }
  });

  it('are samples of keys whose prefix names the issuer, names of classes, and sentences', () => {
    for (const text of [
      'rc-list-row-with-border-a',
      'rc-Contact-Card-Header-Row',
      'do-not-ever-print-this-value-in-a-log-or-a-report-of-any-kind-0',
      'poe-your-api-key-from-the-settings-of-poe-0',
      'user-key-12345',
      'tp-***a1b2c3',
      'lm-xxxxxxxx:xxxxxxxxxxxxxxxxxxxx',
      'lm-abcdefgh:ijklmnopqrstuvwxyz12',
      'hub-komarz8252ey1mme',
      'nano-00000000-0000-0000-0000-000000000000',
      'bf-your-virtual-key-here',
      `mega-${x(64)}`,
      `cr-${x(32)}`,
      'cr-0123456789abcdef0123456789abcdef',
      'air-your-key',
      `th-${x(100)}`,
      'lf-00000000-0000-0000-0000-000000000000',
    ]) {
      for (const line of [`API_KEY="${S}${text}"`, `<div class="${S}${text}">`]) expect(count(line), text).toBe(0);
    }
  });

  it("are Helicone's keys that go on, or are cut short", () => {
    const key = makers.HELICONE(1);
    for (const text of [`${key}-more`, `${key}0`, key.slice(0, -1)]) expect(count(`HELICONE_API_KEY=${text}`)).toBe(0);
  });

  it('take fewer than 1 in 10,000 minted keys with them', () => {
    let lost = 0;
    for (let seed = 0; seed < 20_000; seed++) if (count(`k="${newApiKey(`minted ${seed}`)}"`) !== 1) lost++;
    expect(lost).toBeLessThanOrEqual(2);
  });
});

describe('noise', () => {
  /** A pseudo-random stream that is the same in every run. */
  const noise = (seed: string, length: number): Buffer => {
    const blocks: Buffer[] = [];
    for (let block = 0; block * 32 < length; block++)
      blocks.push(createHash('sha256').update(`${seed} ${block}`).digest());
    return Buffer.concat(blocks).subarray(0, length);
  };

  it('of four megabytes of base64url, base64, hexadecimal and bytes never alarms', () => {
    const bytes = noise('noise', 4 << 20);
    expect(count(bytes.toString('base64url'))).toBe(0);
    expect(count(bytes.toString('base64').replace(/.{76}/g, '$&\n'))).toBe(0);
    expect(count(bytes.toString('hex'))).toBe(0);
    expect(count(bytes)).toBe(0);
  });

  it('that happens to hold the form of a key between two dashes never alarms; a key with one dash beside it does', () => {
    const key = newApiKey('noise');
    expect(count(`${'Ab9'.repeat(9)}-${key}-m5JLnMxOq`)).toBe(0);
    expect(count(`prefix-${key}`)).toBe(1);
    expect(count(`${key}-old.txt`)).toBe(1);
    expect(count(`my_${key}-12`)).toBe(1);
  });

  it('of lock file checksums never alarms', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, n) => `    "integrity": "sha512-${noise(`lock ${n}`, 64).toString('base64')}"`,
    );
    expect(count(lines.join('\n'))).toBe(0);
  });
});

describe('the prefilter', () => {
  const prefilter = createPrefilter();

  it('passes every file that detection finds a key in, wherever it stands', () => {
    const key = newApiKey('where');
    fc.assert(
      fc.property(
        fc.nat(4000),
        fc.nat(200),
        fc.constantFrom(
          key,
          Buffer.from(`u:${key}`).toString('base64'),
          Buffer.from(key).toString('hex'),
          key.replace('-', '%2D'),
        ),
        (before, after, text) => {
          const bytes = Buffer.from(`${'. '.repeat(before)}"${text}"${' .'.repeat(after)}`);
          return prefilter.test(bytes) && detect(bytes, SETTINGS).matches.length === 1;
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sees what stands on the edge between two windows', () => {
    const key = newApiKey('edge');
    const size = prefilter.window.length;
    for (const offset of [-520, -513, -512, -511, -60, -51, -30, -3, -2, -1, 0, 1]) {
      const bytes = Buffer.alloc(size * 2, 0x2e);
      bytes.write(`"${key}"`, size + offset, 'latin1');
      expect(prefilter.test(bytes), String(offset)).toBe(true);
      expect(detect(bytes, SETTINGS).matches, String(offset)).toHaveLength(1);
    }
  });

  it('sees nothing of the file before', () => {
    prefilter.window.write(`"${newApiKey('old')}"`, 'latin1');
    expect(prefilter.kindsInWindow(60)).toBe(Kind.plain);
    expect(prefilter.kindsInWindow(0)).toBe(0);
    prefilter.window.fill(0x2e, 0, 2);
    expect(prefilter.kindsInWindow(2)).toBe(0);
  });

  it('clears random text', () => {
    expect(
      prefilter.test(
        Buffer.from(randomBytes(3000).toString('hex').replaceAll('7', '8').replaceAll('4', '5').replaceAll('6', '5')),
      ),
    ).toBe(false);
    expect(prefilter.test(Buffer.from('a disk-based task-queue with risk-adjusted mask-image\n'.repeat(1000)))).toBe(
      false,
    );
  });
});
