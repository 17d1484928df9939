import type { Sources } from './load.js';

/** The scopes, and the table by which the server finds the scope of a call. */
export function httpCalls({ api }: Sources): string {
  const names = Object.keys(api.scopes);
  const rows = Object.fromEntries(
    api.calls.map(({ method, path, scope, admin, key = 'required' }) => [
      `${method} ${path}`,
      { key, scope, admin },
    ]),
  );
  return `/** A right of a key of the HTTP API. */
export type Scope = ${names.map((name) => `'${name}'`).join(' | ')};

/** All scopes. */
export const scopes: readonly Scope[] = ${JSON.stringify(names)};

/** Rights that a call requires. */
export type HttpCall =
  | {
      /** Whether a key is required. */
      key: 'required' | 'optional';
      scope: Scope;
      /** Whether the token of an administrator is accepted instead. */
      admin?: boolean;
    }
  | { key: 'none'; scope?: undefined };

/** The calls, by method and path below /api. */
export const calls: Record<string, HttpCall> = ${JSON.stringify(rows, null, 2)};
`;
}

/** The table of calls in docs/http-api.md. */
export function callsTable({ api }: Sources): string {
  const rows = api.calls.map(({ method, path, scope, summary, query = [], key, admin }) => {
    const shown = `\`${method} /api${path.replaceAll('{', '<').replaceAll('}', '>')}\``;
    const parameters = query.map((name) => `\`${name.replace('*', '')}\``).join(', ');
    const right =
      scope === undefined
        ? 'no key'
        : `\`${scope}\`${admin ? ', administrators' : ''}${key === 'optional' ? ', or no key' : ''}`;
    return `| ${shown} | ${right} | ${summary}${parameters && `. Query: ${parameters}`} |`;
  });
  const scopes = Object.entries(api.scopes).map(([name, text]) => `| \`${name}\` | ${text} |`);
  return [
    '| scope | allows to |',
    '| --- | --- |',
    ...scopes,
    '',
    '| call | scope | |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
