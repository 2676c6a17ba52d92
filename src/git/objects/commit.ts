import { Buffer } from 'node:buffer';

/** What a commit object says, as far as it makes sense. */
export interface CommitFields {
  /** Hexadecimal, empty where there is none. */
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <email>`. */
  readonly author: string;
  /** ISO 8601, in the author's time zone; empty where there is none. */
  readonly date: string;
  /** When it was written, in seconds since 1970. */
  readonly authored: number;
  /** When it was committed, in seconds since 1970. */
  readonly committed: number;
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;

/** Reads the head of a tag: lines up to an empty one, by their first words. */
export function headLines(bytes: Buffer): Map<string, string[]> {
  const end = bytes.indexOf('\n\n');
  const head = bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
  const lines = new Map<string, string[]>();
  for (const line of head.split('\n')) {
    const space = line.indexOf(' ');
    if (space <= 0) continue;
    const name = line.slice(0, space);
    lines.set(name, [...(lines.get(name) ?? []), line.slice(space + 1)]);
  }
  return lines;
}

/** Reads the lines at the beginning of a commit in the order that git writes, and itself reads, them. */
export function commitFields(bytes: Buffer): CommitFields {
  const end = bytes.indexOf('\n\n');
  // One character a byte: of most commits nobody asks for what is not ASCII.
  const head = bytes.toString('latin1', 0, end === -1 ? bytes.length : end);
  let at = 0;
  /** What stands behind `name` in the line that is next, if that begins so. */
  const line = (name: string): string | null => {
    if (!head.startsWith(name, at)) return null;
    const from = at + name.length;
    const stop = head.indexOf('\n', from);
    at = stop === -1 ? head.length : stop + 1;
    return head.slice(from, stop === -1 ? head.length : stop);
  };
  const tree = line('tree ') ?? '';
  const parents: string[] = [];
  for (let parent = line('parent '); parent !== null; parent = line('parent ')) parents.push(parent);
  const author = signature(line('author ') ?? '');
  return {
    tree,
    parents,
    get author() {
      return Buffer.from(author.who, 'latin1').toString('utf8');
    },
    get date() {
      return author.date;
    },
    authored: author.seconds,
    committed: signature(line('committer ') ?? '').seconds,
  };
}

/** Takes `Name <email> seconds +zone` apart. The date is made when it is asked for: of most commits nobody asks. */
export function signature(line: string): { readonly who: string; readonly date: string; readonly seconds: number } {
  const [, who = line, digits = '0', zone = '+0000'] = /^(.*) (-?\d+) ([+-]\d{4})$/.exec(line) ?? [];
  return {
    who,
    get date() {
      return isoDate(Number(digits), zone);
    },
    seconds: Number(digits),
  };
}

function isoDate(seconds: number, zone: string): string {
  const minutes = Number(`${zone.charAt(0)}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return '';
  return `${local.toISOString().slice(0, 19)}${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/**
 * A commit or tag whose cryptographic signatures are blanked out: they are random text, in which nobody put a key, and
 * detection has its hands full with them. Everything else stays in its place.
 */
export function withoutSignatures(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\n\n');
  let blanked: Buffer | null = null;
  for (let at = bytes.indexOf('\ngpgsig'); at !== -1 && at < end; at = bytes.indexOf('\ngpgsig', at + 1)) {
    blanked ??= Buffer.from(bytes);
    // The signature goes on in lines that begin with a space (gitformat-signature(5)).
    let stop = bytes.indexOf(LINE_FEED, at + 1);
    while (stop !== -1 && stop < end && bytes[stop + 1] === SPACE) stop = bytes.indexOf(LINE_FEED, stop + 1);
    for (let place = at + 1; place < (stop === -1 ? end : stop); place++) {
      if (blanked[place] !== LINE_FEED) blanked[place] = SPACE;
    }
  }
  return blanked ?? bytes;
}
