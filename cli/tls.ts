import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { explainNetworkError, noAnswer } from './explain.js';
import { ExplainedError } from './explained-error.js';
import { hostOf, isSecure, portOf } from './url.js';

/** Options for further connections to a server; empty if a known authority has signed its certificate. */
export interface Trust {
  agent?: Agent;
}

export interface Handshake {
  /** For example `TLSv1.3`. */
  protocol: string;
  certificate: X509Certificate;
  trust: Trust;
}

/**
 * Performs a TLS handshake with a server and disconnects.
 * @param timeout ms
 * @param fingerprint SHA-256 as `AB:CD:…`: accepts only the certificate with this fingerprint, whatever its signer and
 * name
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
