import type { IceServer } from 'lectern-client';

export type IceResult =
  | { name: 'checking' }
  /** `ms` until the server had answered. */
  | { name: 'answers'; ms: number }
  /** The server answers, and will not have the credential. */
  | { name: 'refused' }
  | { name: 'silent' }
  /** The browser does not take the URL. */
  | { name: 'invalid' };

/** ms; a server that takes longer is of no use to a call. */
const timeout = 6_000;
/** STUN's error codes for a credential that is missing, wrong or stale. */
const credentialErrors = new Set([401, 403, 438, 441]);

/**
 * Asks one STUN or TURN URL by letting the browser gather candidates through it: STUN must tell our address
 * (a server-reflexive candidate), TURN must lend one (a relay candidate).
 */
export async function checkIceUrl(url: string, server: IceServer, signal: AbortSignal): Promise<IceResult> {
  const turn = /^turns?:/i.test(url);
  const wanted = turn ? 'relay' : 'srflx';
  const { username, credential } = server;
  let connection: RTCPeerConnection;
  try {
    connection = new RTCPeerConnection({
      iceServers: [{ urls: url, ...(username && { username }), ...(credential && { credential }) }],
      iceTransportPolicy: turn ? 'relay' : 'all',
    });
  } catch {
    return { name: 'invalid' };
  }
  const began = performance.now();
  const answers = (): IceResult => ({ name: 'answers', ms: performance.now() - began });
  try {
    return await new Promise<IceResult>((resolve, reject) => {
      let errors = 0;
      const timer = setTimeout(() => resolve({ name: 'silent' }), timeout);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve({ name: 'silent' });
      });
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === wanted) resolve(answers());
        // A machine with a public address hears its own, which is no candidate of its own, and no error either.
        if (candidate === null) resolve(turn || errors > 0 ? { name: 'silent' } : answers());
      });
      connection.addEventListener('icecandidateerror', ({ errorCode }) => {
        errors++;
        if (credentialErrors.has(errorCode)) resolve({ name: 'refused' });
      });
      connection.createDataChannel('check');
      connection.setLocalDescription().catch(reject);
    });
  } finally {
    connection.close();
  }
}
