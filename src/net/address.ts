import { BlockList, isIP } from 'node:net';

/** Ranges that are not the public internet. Source: IANA's special-purpose address registries (RFC 6890). */
const PRIVATE_RANGES: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const privateRanges = new BlockList();
for (const range of PRIVATE_RANGES) privateRanges.addSubnet(...range);

const loopbackRanges = new BlockList();
loopbackRanges.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackRanges.addAddress('::1', 'ipv6');

/** Whether `address` (an IP literal) is outside the public internet; IPv4 written as IPv6 counts as IPv4. */
export function isPrivateAddress(address: string): boolean {
  return privateRanges.check(address, familyOf(address));
}

/** Whether `host`, a name or an IP literal, is this machine. */
export function isLoopback(host: string): boolean {
  return isIP(host) === 0 ? host === 'localhost' : loopbackRanges.check(host, familyOf(host));
}

/** The host as an IP literal or a name, without the brackets of IPv6. */
export function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Of an IP literal. */
export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
