import { isSecretName } from '../keys/secret-names.js';
import type { Classification } from './classify.js';
import { type Framework, FRAMEWORKS } from './frameworks.js';
import { clientProblem, type ClientProblem } from './problem.js';

/** How a variable is read, which decides whether a build replaces the reading. */
export type Reading = 'member' | 'alias' | 'pattern' | 'given';

/** The framework that writes the value of `name` into client code, by the name alone; `null` where none does. */
export function publisherOf(name: string, { framework }: Pick<Classification, 'framework'>): Framework | null {
  if (hasPublicName(framework, name)) return framework;
  // `PUBLIC_` by itself is public in some frameworks only. Bundlers stand last, and many frameworks take their names.
  return name.startsWith('PUBLIC_') && framework === null
    ? null
    : (FRAMEWORKS.findLast((row) => hasPublicName(row, name)) ?? null);
}

function hasPublicName(row: Framework | null, name: string): boolean {
  return row?.publicVariable instanceof RegExp && row.publicVariable.test(name);
}

/** A variable of a public name that holds a key, where it is read or where its value is given. */
export function publicVariable(
  name: string,
  at: { readonly start: number; readonly end: number },
  reading: Reading,
  classification: Classification,
): ClientProblem | null {
  if (!isSecretName(name)) return null;
  const publisher = publisherIn(name, reading, classification);
  return publisher && clientProblem({ code: 'public-variable', ...at, ...exposure(name, publisher) });
}

/** The framework that publishes a variable which is read in this way, here; `null` where none does. */
export function publisherIn(name: string, reading: Reading, classification: Classification): Framework | null {
  const { framework, side } = classification;
  // Without a prefix the file has to run in the browser.
  const takesAny = framework?.publicVariable === 'any' && side === 'client';
  const publisher = publisherOf(name, classification) ?? (takesAny && reading !== 'given' ? framework : null);
  return publisher !== null && isReplaced(reading, publisher) ? publisher : null;
}

/** Whether the build replaces a reading of this kind; the others are `undefined` in a browser. */
function isReplaced(reading: Reading, { replaces }: Framework): boolean {
  if (reading === 'member' || reading === 'given') return true;
  return reading === 'pattern' ? replaces !== 'members' : replaces.endsWith('.env');
}

/** What to say of a key in a public variable. */
export function exposure(name: string, framework: Framework): Pick<ClientProblem, 'message' | 'correction'> {
  return {
    message: `${name} reaches ${audienceOf(framework)}: ${framework.how}`,
    correction: `Call the gateway from ${framework.serverRoute}, and give the variable a name without a public prefix there`,
  };
}

/** Who gets what client code holds. */
export function audienceOf(framework: Framework | null): string {
  return framework?.audience ?? 'everyone who opens the page';
}

/** Where a key is safe. */
export function serverRouteOf(framework: Framework | null): string {
  return framework?.serverRoute ?? 'a server of your own';
}
