/** The commits that an event of GitHub is about. Ids and names of branches in it are whatever somebody pushed: data. */
import { UsageError } from '../errors.js';

/** The part of the payloads that matters; https://docs.github.com/en/webhooks/webhook-events-and-payloads. */
interface Event {
  readonly pull_request?: { readonly base?: Tip; readonly head?: Tip } | null;
  readonly merge_group?: { readonly base_sha?: string; readonly head_sha?: string } | null;
  readonly before?: string;
  readonly after?: string;
  readonly ref?: string;
  readonly repository?: { readonly default_branch?: string };
}

interface Tip {
  readonly sha?: string;
}

const ID = /^[0-9a-f]{40,64}$/;
const NONE = /^0+$/;

/** As `starrise-scan history` takes it; `[]`: the event adds nothing; `null`: it is about no change, all of history is meant. */
export type EventRange = readonly string[] | null;

/** `knows`: whether the checkout has a commit, or what a name stands for. */
export async function eventRange(payload: unknown, knows: (name: string) => Promise<boolean>): Promise<EventRange> {
  const event = (payload ?? {}) as Event;
  const { pull_request: request, merge_group: group } = event;
  if (request != null) return between(request.base?.sha, request.head?.sha);
  if (group != null) return between(group.base_sha, group.head_sha);
  const { before, after, ref = '', repository } = event;
  if (before === undefined || after === undefined) return null;
  if (NONE.test(after)) return [];
  const id = idOf(after);
  // What was there before a forced push may be gone; a new branch or tag has no "before" at all.
  if (!NONE.test(before) && (await knows(idOf(before)))) return [`${before}..${id}`];
  const branch = repository?.default_branch ?? '';
  const known = `refs/remotes/origin/${branch}`;
  if (ref === `refs/heads/${branch}` || !(await knows(known))) return [id];
  return [`^${known}`, id];
}

function between(base: string | undefined, head: string | undefined): string[] {
  return [`${idOf(base)}..${idOf(head)}`];
}

function idOf(id: string | undefined): string {
  if (id === undefined || !ID.test(id)) throw new UsageError('the event names no commit where one is expected');
  return id;
}
