import { networkInterfaces } from 'node:os';

/** Returns whether listening on a host means listening on all addresses of this computer. */
export const isAnyHost = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Returns this computer's network addresses if the host means all addresses. IPv6 addresses have no brackets. */
export function networkAddresses(host: string): string[] {
  if (!isAnyHost(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || host === '::'))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:'));
}
