import type { TestServer } from './server.js';

export const apiKey = 'the-key-of-the-tests';

/** The status and the data of an answer of the HTTP API. */
export interface ApiAnswer {
  status: number;
  // The tests match what they expect of it.
  data: Record<string, unknown> | undefined;
}

/** Calls the HTTP API of a server whose key is `apiKey`. */
export async function callApi(
  { url }: Pick<TestServer, 'url'>,
  method: string,
  path: string,
  body?: object,
): Promise<ApiAnswer> {
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
}
