import { randomBytes } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import type { IceServer } from 'lectern-protocol';
import type { Checklist, Finding } from '../checklist.js';
import { ExplainedError } from '../explained-error.js';
import { allocate, bind, StunError } from '../stun.js';

interface Credentials {
  username: string;
  credential: string;
}

/**
 * Requests our address from each STUN server, and a relay from each TURN server: with the credential that the signaling
 * server issued, and with a forged one.
 */
export async function probeIce(list: Checklist, servers: readonly IceServer[]): Promise<void> {
  const { timeout } = list;
  await list.runAll(
    servers.flatMap(({ urls, username = '', credential = '' }) =>
      urls.map((url) =>
        url.startsWith('turn')
          ? { name: 'turn', target: url, work: () => askRelay(url, { username, credential }, timeout) }
          : { name: 'stun', target: url, work: () => askAddress(url, timeout) },
      ),
    ),
  );
}

async function askAddress(url: string, timeout: number): Promise<Finding> {
  try {
    const { mapped } = await bind(url, { timeout });
    return { detail: `sees us as ${mapped}`, value: undefined };
  } catch (error) {
    throw explain(url, error);
  }
}

async function askRelay(url: string, issued: Credentials, timeout: number): Promise<Finding> {
  const forged = { ...issued, credential: randomBytes(20).toString('base64') };
  try {
    const { relayed, server } = await allocate(url, { ...issued, timeout });
    if (await isGranted(url, forged, timeout)) throw openToAll;
    const hidden = isPrivate(relayed.replace(/:\d+$/, '')) && !isPrivate(server);
    if (!hidden)
      return { detail: `relays from ${relayed} and rejects invalid credentials`, value: undefined };
    return {
      detail: `relays from ${relayed}, a private address that is unreachable from outside`,
      value: undefined,
      advice: 'set external-ip in the coturn configuration to its public address',
    };
  } catch (error) {
    if (error instanceof StunError && error.reason === 'dtls') {
      return { detail: error.message, value: undefined, advice: 'test it in a browser' };
    }
    throw isUnauthorized(error) ? explainRefusal(issued) : explain(url, error);
  }
}

const openToAll = new ExplainedError(
  'open relay: accepts invalid credentials',
  'set use-auth-secret and static-auth-secret in the coturn configuration, and remove no-auth',
);

async function isGranted(url: string, credentials: Credentials, timeout: number): Promise<boolean> {
  try {
    await allocate(url, { ...credentials, timeout });
    return true;
  } catch (error) {
    if (isUnauthorized(error)) return false;
    throw error;
  }
}

const isUnauthorized = (error: unknown): boolean => error instanceof StunError && error.status === 401;

/** Why a TURN server rejects the credential that the signaling server issued. */
function explainRefusal({ username }: Credentials): ExplainedError {
  if (username === '') {
    return new ExplainedError('requires credentials, but the server issued none', 'see the server log');
  }
  const expires = Number(username.split(':')[0]) * 1000;
  if (expires < Date.now()) {
    return new ExplainedError(
      'rejects the credentials that the server issued: they have expired by the clock of this computer',
      'compare the clocks of the server, of coturn and of this computer',
    );
  }
  return new ExplainedError(
    'rejects the credentials that the server issued',
    'use the same secret for both (LECTERN_TURN_SECRET to the server; use-auth-secret and static-auth-secret to coturn), ' +
      'and compare their clocks',
  );
}

function explain(url: string, error: unknown): ExplainedError {
  if (error instanceof ExplainedError) return error;
  if (!(error instanceof StunError)) throw error;
  return new ExplainedError(error.message, adviceFor(url, error));
}

function adviceFor(url: string, { reason, status }: StunError): string {
  switch (reason) {
    case 'bad-uri':
      return 'fix it in --stun-urls or --turn-urls of the server';
    case 'unknown-host':
      return 'check its spelling and your DNS';
    case 'closed-port':
      return 'start coturn there, or fix the port';
    case 'no-answer': {
      const protocol = /transport=tcp$|^(stun|turn)s:/.test(url) ? 'TCP' : 'UDP';
      return `check that coturn is running there and that its firewall allows ${protocol} on this port`;
    }
    case 'tls':
      return 'check cert, pkey and tls-listening-port in the coturn configuration';
    case 'refused':
      return status === 486 || status === 508
        ? 'raise the limits of coturn: user-quota, total-quota, min-port and max-port'
        : 'see the coturn log';
    default:
      return 'see the coturn log';
  }
}

/** Addresses that can only be reached in their own network (RFC 1918, 6598, 3927, 4193, 4291). */
const privateAddresses = new BlockList();
privateAddresses.addSubnet('10.0.0.0', 8);
privateAddresses.addSubnet('172.16.0.0', 12);
privateAddresses.addSubnet('192.168.0.0', 16);
privateAddresses.addSubnet('100.64.0.0', 10);
privateAddresses.addSubnet('169.254.0.0', 16);
privateAddresses.addSubnet('127.0.0.0', 8);
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');
privateAddresses.addAddress('::1', 'ipv6');

function isPrivate(written: string): boolean {
  const address = written.replace(/^\[|\]$/g, '');
  return privateAddresses.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
