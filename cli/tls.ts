import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { explainNetworkError, noAnswer } from './explain.js';
import { ExplainedError } from './explained-error.js';
import { hostOf, isSecure, portOf } from './url.js';

/** How further connections to a server are made; empty where the authorities that are known here vouch for it. */
export interface Trust {
  agent?: Agent;
}

export interface Handshake {
  /** Such as `TLSv1.3`. */
  protocol: string;
  certificate: X509Certificate;
  trust: Trust;
}

/**
 * Does a TLS handshake with a server and hangs up.
 * @param timeout ms
 * @param fingerprint SHA-256 as `AB:CD:…`: takes the certificate that has it, whoever signed it and for whatever
 * name, and no other
 * @throws ExplainedError
 */
export async function handshake(url: URL, timeout: number, fingerprint?: string): Promise<Handshake> {
  if (!isSecure(url)) {
    throw new ExplainedError(
      `--fingerprint requires TLS, which ${url.protocol}// does not use`,
      'use the address with https:// or wss://',
    );
  }
  const host = hostOf(url);
  const socket = connect({
    host,
    port: portOf(url),
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: fingerprint === undefined,
  });
  try {
    await established(socket, 'secureConnect', url, timeout);
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) throw new ExplainedError('the server sent no certificate', 'see the server log');
    const protocol = socket.getProtocol() ?? 'TLS';
    if (fingerprint === undefined) return { protocol, certificate, trust: {} };
    if (certificate.fingerprint256 !== fingerprint) {
      throw new ExplainedError(
        `the certificate has a different fingerprint, ${certificate.fingerprint256}`,
        'compare it with the one that the server printed at startup: if they differ, this is another server',
      );
    }
    const agent = new Agent({ ca: certificate.toString(), checkServerIdentity: () => undefined });
    return { protocol, certificate, trust: { agent } };
  } finally {
    socket.destroy();
  }
}

/** Resolves with the event of a socket to `url`. @throws ExplainedError */
export async function established(socket: Socket, event: string, url: URL, timeout: number): Promise<void> {
  const signal = AbortSignal.timeout(timeout);
  try {
    await once(socket, event, { signal });
  } catch (error) {
    throw signal.aborted ? noAnswer(url) : explainNetworkError(error, url);
  }
}
