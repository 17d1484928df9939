import type { ApiError } from 'lectern-protocol/http';
import { addressOf } from '../base.js';

/** A call that the server has refused. */
export class CallError extends Error {
  /**
   * @param status 0 if the server cannot be reached
   * @param scope the scope that the key lacks, if that is the reason
   */
  constructor(
    readonly status: number,
    readonly scope?: string,
  ) {
    super(`the call failed with status ${status}`);
  }
}

/** Calls the HTTP API. @throws CallError */
export async function call<T>(key: string, path: string, method = 'GET', body?: object): Promise<T> {
  const answer = await fetch(addressOf(`api/${path}`), {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (!answer?.ok) {
    const refused =
      answer?.status === 403 ? ((await answer.json().catch(() => ({}))) as ApiError) : undefined;
    throw new CallError(answer?.status ?? 0, refused?.expected);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
