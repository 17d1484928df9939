import type { IceServer } from 'lectern-client';

export type IceResult =
  | { name: 'checking' }
  /** `ms` from the request to the server's answer. */
  | { name: 'answers'; ms: number }
  /** The server answers and rejects the credential. */
  | { name: 'refused' }
  | { name: 'silent' }
  /** The browser rejects the URL. */
  | { name: 'invalid' };

/** Time limit in ms. A server that takes longer is of no use for a call. */
const timeout = 6_000;
/** STUN error codes for a credential that is missing, wrong or stale. */
const credentialErrors = new Set([401, 403, 438, 441]);

/**
 * Checks a STUN or TURN URL by gathering candidates through it: STUN must return a server-reflexive candidate, TURN a
 * relay candidate.
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
        // With a public address, STUN returns the host's own address: no new candidate, and no error.
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
