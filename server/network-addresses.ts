import { networkInterfaces } from 'node:os';

/** Whether a host to listen on means every address of this computer. */
export const isAnyHost = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** This computer's addresses in its networks, where the host to listen on means all of them; IPv6 without brackets. */
export function networkAddresses(host: string): string[] {
  if (!isAnyHost(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && (family === 'IPv4' || host === '::'))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:'));
}
