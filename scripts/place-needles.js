// Looks for the windows and groups of src/detect/needles.ts that make the kernel stop least often, over the files of
// the folders named: `node scripts/place-needles.js FOLDER…`. Each folder counts alike, random base64 and hexadecimal a
// tenth as much. Prints all rows as they would be best; the search has a random start, so give it time.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const GROUPS = 8;
/** Bytes of a folder that are counted: more say the same. */
const ENOUGH = 60 << 20;

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' } },
});
const seconds = Number(values.seconds);

const { requestNeedles, NEEDLES } = await sources('src/detect/needles.ts');
const needles = [...NEEDLES, ...requestNeedles([])];
const byFirst = packedByFirst(
  weightedTrigrams([
    ...folders.map((folder) => ({ texts: filesBelow(folder), weight: 1 })),
    ...['base64', 'hex'].map((encoding) => ({ texts: [noise(encoding)], weight: 0.1 })),
  ]),
);

let places = needles.map(({ window, bucket }) => ({ window, bucket }));
let best = { cost: total(), places };
console.log(`as it is: a stop in ${bytesPerStop(best.cost)} bytes`);
const until = Date.now() + seconds * 1000;
for (let round = 0; Date.now() < until; round++) {
  // From anywhere, or from near the best.
  const share = round % 3 === 0 ? 1 : 0.15;
  places = best.places.map((place, at) => (Math.random() < share ? anyPlace(needles[at]) : place));
  const cost = descend();
  if (cost >= best.cost) continue;
  best = { cost, places };
  console.log(`a stop in ${bytesPerStop(cost)} bytes`);
}
for (const [at, { window, bucket }] of best.places.entries()) {
  console.log(`${textOf(needles[at])}: window: ${window}, bucket: ${bucket}`);
}

/** Moves one needle at a time to where it costs least, until none moves. Returns the cost. */
function descend() {
  const costs = Array.from({ length: GROUPS }, (_, group) => costOf(group));
  for (let moved = true; moved;) {
    moved = false;
    for (const at of shuffled(needles.keys())) {
      const from = places[at];
      const without = costOf(from.bucket, places.with(at, { window: 0, bucket: -1 }));
      let [least, to, after] = [costs[from.bucket] - without, from, costs[from.bucket]];
      for (let window = 0; window + 3 <= needles[at].classes.length; window++) {
        for (let bucket = 0; bucket < GROUPS; bucket++) {
          const cost = costOf(bucket, places.with(at, { window, bucket }));
          const added = cost - (bucket === from.bucket ? without : costs[bucket]);
          if (added < least - 1e-12) [least, to, after] = [added, { window, bucket }, cost];
        }
      }
      if (to === from) continue;
      costs[from.bucket] = without;
      costs[to.bucket] = after;
      places = places.with(at, to);
      moved = true;
    }
  }
  return costs.reduce((sum, cost) => sum + cost, 0);
}

function total() {
  return Array.from({ length: GROUPS }, (_, group) => costOf(group)).reduce((sum, cost) => sum + cost, 0);
}

/** Stops a byte that a group causes: as the kernel sees it, by the halves of each byte. */
function costOf(group, chosen = places) {
  const low = [new Uint8Array(16), new Uint8Array(16), new Uint8Array(16)];
  const high = [new Uint8Array(16), new Uint8Array(16), new Uint8Array(16)];
  for (const [at, { window, bucket }] of chosen.entries()) {
    if (bucket !== group) continue;
    for (let place = 0; place < 3; place++) {
      for (const byte of needles[at].classes[window + place]) {
        low[place][byte & 15] = 1;
        high[place][byte >> 4] = 1;
      }
    }
  }
  const [first, second, third] = low.map((_, place) =>
    Uint8Array.from({ length: 256 }, (_, byte) => low[place][byte & 15] & high[place][byte >> 4]),
  );
  let cost = 0;
  for (let byte = 0; byte < 256; byte++) {
    if (first[byte] === 0) continue;
    const { seconds, thirds, weight } = byFirst[byte];
    for (let at = 0; at < weight.length; at++) if (second[seconds[at]] & third[thirds[at]]) cost += weight[at];
  }
  return cost;
}

function anyPlace({ classes }) {
  return { window: randomInt(classes.length - 2), bucket: randomInt(GROUPS) };
}

/** How often each three bytes in a row stand in a byte of the corpora, the mean by weight. */
function weightedTrigrams(corpora) {
  const sum = corpora.reduce((sum, { weight }) => sum + weight, 0);
  const weights = new Float64Array(1 << 24);
  for (const { texts, weight } of corpora) {
    const counts = new Uint32Array(1 << 24);
    let bytes = 0;
    for (const text of texts) {
      bytes += text.length;
      let trigram = 0;
      for (let at = 0; at < text.length; at++) {
        trigram = ((trigram << 8) | text[at]) & 0xffffff;
        if (at >= 2) counts[trigram]++;
      }
      if (bytes > ENOUGH) break;
    }
    for (let trigram = 0; trigram < counts.length; trigram++) {
      weights[trigram] += ((weight / sum) * counts[trigram]) / bytes;
    }
  }
  return weights;
}

function packedByFirst(weights) {
  return Array.from({ length: 256 }, (_, first) => {
    const rows = [];
    for (let rest = 0; rest < 65536; rest++) {
      const weight = weights[(first << 16) | rest];
      // What is rarer than once in a hundred million bytes changes nothing.
      if (weight > 1e-8) rows.push([rest >> 8, rest & 255, weight]);
    }
    return {
      seconds: Uint8Array.from(rows, ([second]) => second),
      thirds: Uint8Array.from(rows, ([, third]) => third),
      weight: Float64Array.from(rows, ([, , weight]) => weight),
    };
  });
}

function* filesBelow(folder) {
  for (const entry of shuffled(readdirSync(folder, { recursive: true, withFileTypes: true }))) {
    if (entry.isFile() && !entry.parentPath.includes('/.git'))
      yield readFileSync(path.join(entry.parentPath, entry.name));
  }
}

function noise(encoding) {
  return Buffer.from(randomBytes(4 << 20).toString(encoding));
}

async function sources(entry) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function bytesPerStop(cost) {
  return Math.round(1 / cost).toLocaleString('en');
}

function textOf({ classes }) {
  return classes.map((bytes) => (bytes.length === 1 ? char(bytes[0]) : `[${bytes.map(char).join('')}]`)).join('');
}

function char(byte) {
  return byte < 0x20 ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte);
}

function shuffled(values) {
  const all = [...values];
  for (let at = all.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}

function randomInt(below) {
  return Math.floor(Math.random() * below);
}
