import type { RequestSite } from '../../site.js';
import { isCall, methodCall } from '../call.js';
import { lastOf, type Added } from '../headers.js';
import { headersAddedBy } from '../hooks.js';
import { requestAt, type Reader, type Script } from '../request.js';
import { NO_BINDINGS, type Entries } from '../values.js';

/** `$.ajax(settings)` and `$.ajax(url, settings)`, over what `$.ajaxSetup(settings)` says. */
export const readJquery: Reader<RequestSite> = (call, script) => {
  const [first, second] = call.args;
  const settings = first ? script.values.entries(first) : null;
  const options = settings === null ? second : first;
  const given = settings ?? (second ? script.values.entries(second) : null);
  const url = settings === null ? first : lastOf(settings, 'url')?.value;
  const setups = setupsOf(call.node, script);
  const shared = joined([...setups.flatMap((each) => headersOfSetup(each, script)), ...addedBefore(given, script)]);
  return requestAt(call, { url, options, shared }, script).map((site) => ({
    ...site,
    isComplete: site.isComplete && !setups.includes(null),
  }));
};

function headersOfSetup(settings: Entries | null, script: Script): Added[] {
  const headers = lastOf(settings, 'headers');
  const given = headers && script.values.entries(headers.value);
  return [...(given === null ? [] : [given]), ...addedBefore(settings, script)];
}

/** What `beforeSend` adds. */
function addedBefore(settings: Entries | null, script: Script): Added[] {
  const before = lastOf(settings, 'beforeSend');
  return before === null ? [] : [headersAddedBy(before.value, [], script)];
}

function joined(all: readonly Added[]): Added {
  return { entries: all.flatMap(({ entries }) => entries), isComplete: all.every(({ isComplete }) => isComplete) };
}

function setupsOf(call: Parameters<typeof methodCall>[0], { program, values }: Script): (Entries | null)[] {
  const object = methodCall(call)?.object;
  return (object ? program.usesOf(object) : []).flatMap((use) => {
    const member = program.parentOf(use);
    const setup = member && program.parentOf(member);
    if (!setup || !isCall(setup) || methodCall(setup)?.method !== 'ajaxSetup') return [];
    const [settings] = setup.arguments;
    return settings && settings.type !== 'SpreadElement'
      ? [values.entries({ node: settings, bindings: NO_BINDINGS })]
      : [null];
  });
}
