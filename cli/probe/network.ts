import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { get as getByTls } from 'node:https';
import { connect, isIP } from 'node:net';
import type { Checklist, Finding } from '../checklist.js';
import { explainNetworkError, noAnswer } from '../explain.js';
import { ExplainedError } from '../explained-error.js';
import { lookupAll } from '../lookup.js';
import { established, handshake, type Trust } from '../tls.js';
import { hostAndPort, hostOf, isSecure, portOf } from '../url.js';

/** A certificate that expires within this many days should have been renewed. */
const renewalDays = 14;

const day = 24 * 60 * 60 * 1000;

/**
 * Checks everything from the server's name to its health. Returns the TLS options to trust it from then on; undefined
 * if no connection is possible.
 */
export async function probeNetwork(
  list: Checklist,
  base: URL,
  fingerprint: string | undefined,
): Promise<Trust | undefined> {
  const { timeout } = list;
  if (!(await list.run('name', () => findAddresses(base, timeout)))) return undefined;
  if (!(await list.run('connect', () => openTcp(base, timeout)))) return undefined;
  const withTls = isSecure(base) || fingerprint !== undefined;
  const trust = withTls ? await list.run('tls', () => openTls(base, timeout, fingerprint)) : {};
  if (trust) await list.run('health', () => askHealth(base, timeout, trust));
  return trust;
}

async function findAddresses(base: URL, timeout: number): Promise<Finding<true>> {
  const host = hostOf(base);
  if (isIP(host)) return { detail: `${host} is an IP address`, value: true };
  try {
    return { detail: `${host} resolves to ${(await lookupAll(host, timeout)).join(', ')}`, value: true };
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
      ? new ExplainedError(`no DNS answer for ${host}`, 'check your DNS')
      : explainNetworkError(error, base);
  }
}

async function openTcp(base: URL, timeout: number): Promise<Finding<true>> {
  const socket = connect({ host: hostOf(base), port: portOf(base) });
  try {
    await established(socket, 'connect', base, timeout);
    return { detail: hostAndPort(base), value: true };
  } finally {
    socket.destroy();
  }
}

async function openTls(base: URL, timeout: number, fingerprint: string | undefined): Promise<Finding<Trust>> {
  const { protocol, certificate, trust } = await handshake(base, timeout, fingerprint);
  const ends = new Date(certificate.validTo);
  const days = Math.floor((ends.getTime() - Date.now()) / day);
  const until = `${ends.toISOString().slice(0, 10)} (${days} days)`;
  return {
    detail: `${protocol}, certificate valid until ${until}`,
    value: trust,
    advice:
      days < renewalDays
        ? 'renew the certificate, and check why it was not renewed automatically'
        : undefined,
  };
}

async function askHealth(base: URL, timeout: number, trust: Trust): Promise<Finding> {
  const url = new URL('healthz', base);
  const signal = AbortSignal.timeout(timeout);
  let status: number;
  try {
    const request = (isSecure(url) ? getByTls : get)(url, { ...trust, signal });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    status = response.statusCode ?? 0;
    request.destroy();
  } catch (error) {
    throw signal.aborted ? noAnswer(base) : explainNetworkError(error, base);
  }
  const detail = `${url.pathname} answered ${status}`;
  if (status >= 200 && status < 300) return { detail, value: undefined };
  if (status >= 500) throw new ExplainedError(detail, 'see the log of the server or the proxy');
  return {
    detail,
    value: undefined,
    advice: 'check whether a reverse proxy blocks it, or whether this is another server',
  };
}
