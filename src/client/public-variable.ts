import type { Classification } from './classify.js';
import { type Framework, FRAMEWORKS } from './frameworks.js';
import { isSecretName } from '../keys/secret-names.js';
import { clientProblem, type ClientProblem } from './problem.js';

/** The framework that writes the value of `name` into client code, by the name alone; `null` where none does. */
export function publisherOf(name: string, { framework }: Classification): Framework | null {
  const prefixed = (row: Framework | null): boolean =>
    row?.publicVariable?.test(name) === true && row.publicVariable.source !== '^';
  return prefixed(framework) ? framework : (FRAMEWORKS.find(prefixed) ?? null);
}

/** A variable of a public name that holds a key, where it is read or where its value is given. */
export function publicVariable(
  name: string,
  start: number,
  end: number,
  classification: Classification,
): ClientProblem | null {
  if (!isSecretName(name)) return null;
  const { framework, side } = classification;
  // Without a prefix the file has to run in the browser.
  const takesAny = framework?.publicVariable?.source === '^' && side === 'client';
  const publisher = publisherOf(name, classification) ?? (takesAny ? framework : null);
  return publisher && clientProblem({ code: 'public-variable', start, end, ...saying(name, publisher) });
}

function saying(name: string, { how, serverRoute }: Framework): Pick<ClientProblem, 'message' | 'correction'> {
  return {
    message: `${name} reaches everyone who opens the page: ${how}`,
    correction: `Call the gateway from ${serverRoute}, and give the variable a name without a public prefix there`,
  };
}
