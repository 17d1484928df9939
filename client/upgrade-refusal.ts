import { type ErrorCode, errors, retryableErrors } from 'lectern-protocol';
import type { LoginRefusal } from './signaler-state.js';

/** Time limit in ms for the answer. */
const PATIENCE = 5_000;

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errors;

/**
 * Asks why the server did not open a WebSocket, which browsers do not tell scripts. Returns undefined if the server does
 * not answer, or if another attempt can succeed.
 */
export async function upgradeRefusal(url: string): Promise<LoginRefusal | undefined> {
  try {
    // By POST, with which browsers send the page's Origin also to the page's own server.
    const response = await fetch(url.replace(/^ws/, 'http'), {
      method: 'POST',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return undefined;
    const { code, message } = (await response.json()) as Record<string, unknown>;
    if (!isErrorCode(code) || retryableErrors.has(code)) return undefined;
    return { code, message: String(message), httpStatus: response.status };
  } catch {
    return undefined;
  }
}
