import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { describeFailure } from './failure.js';

/** What a host stands for; an IP literal for itself. */
export type Addresses = readonly LookupAddress[] | { readonly failure: string };

/** Looks `hostname` up; never throws for what the network does. */
export function addressesOf(hostname: string): Promise<Addresses> {
  const family = isIP(hostname);
  if (family !== 0) return Promise.resolve([{ address: hostname, family }]);
  return new Promise((resolve) => {
    resolveName(hostname, { all: true }, (error, addresses) => {
      resolve(error === null ? addresses : { failure: describeFailure(error) });
    });
  });
}

/** Answers every look-up with the addresses already judged: a second look-up could be answered differently. */
export function lookupOf(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all === true || first === undefined) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}
