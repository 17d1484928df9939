import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Checklist, Finding } from '../checklist.js';
import { explainNetworkError, noAnswer } from '../explain.js';
import { ExplainedError } from '../explained-error.js';
import { lookupAll } from '../lookup.js';
import { hostAndPort, hostOf, isSecure, portOf } from '../url.js';

/** A certificate that ends within this many days should be renewed by now. */
const renewalDays = 14;

const day = 24 * 60 * 60 * 1000;

/** From the server's name to its health; false where no connection comes about. */
export async function probeNetwork(list: Checklist, base: URL): Promise<boolean> {
  const { timeout } = list;
  if (!(await list.run('name', () => findAddresses(base, timeout)))) return false;
  if (!(await list.run('connect', () => openTcp(base, timeout)))) return false;
  if (isSecure(base) && !(await list.run('tls', () => openTls(base, timeout)))) return false;
  await list.run('health', () => askHealth(base, timeout));
  return true;
}

async function findAddresses(base: URL, timeout: number): Promise<Finding<true>> {
  const host = hostOf(base);
  if (isIP(host)) return { detail: `${host} is an address`, value: true };
  try {
    return { detail: `${host} is ${(await lookupAll(host, timeout)).join(', ')}`, value: true };
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
      ? new ExplainedError(`no answer to the question where ${host} is`, 'check the DNS')
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

async function openTls(base: URL, timeout: number): Promise<Finding<true>> {
  const host = hostOf(base);
  const socket = connectTls({ host, port: portOf(base), ...(isIP(host) ? {} : { servername: host }) });
  try {
    await established(socket, 'secureConnect', base, timeout);
    const ends = new Date(socket.getPeerCertificate().valid_to);
    const days = Math.floor((ends.getTime() - Date.now()) / day);
    const until = `${ends.toISOString().slice(0, 10)} (${days} days)`;
    return {
      detail: `${socket.getProtocol()}, the certificate holds until ${until}`,
      value: true,
      advice:
        days < renewalDays ? 'renew the certificate, and see why that did not happen by itself' : undefined,
    };
  } finally {
    socket.destroy();
  }
}

async function established(socket: Socket, event: string, base: URL, timeout: number): Promise<void> {
  const signal = AbortSignal.timeout(timeout);
  try {
    await once(socket, event, { signal });
  } catch (error) {
    throw signal.aborted ? noAnswer(base) : explainNetworkError(error, base);
  }
}

async function askHealth(base: URL, timeout: number): Promise<Finding> {
  const url = new URL('healthz', base);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'manual' });
    await response.body?.cancel();
  } catch (error) {
    const { name, cause } = error as Error;
    throw name === 'TimeoutError' ? noAnswer(base) : explainNetworkError(cause ?? error, base);
  }
  const detail = `${url.pathname} says ${response.status}`;
  if (response.ok) return { detail, value: undefined };
  if (response.status >= 500)
    throw new ExplainedError(detail, 'look at the log of the server, or of the proxy');
  return {
    detail,
    value: undefined,
    advice: 'see whether a proxy in front keeps it to itself, or whether this is another server',
  };
}
