import type { ApiCall, JsonSchema, Sources } from './load.js';
import { plain, withPlainDescriptions } from './plain.js';
import { annotations } from './validators.js';

/** Codes that can answer every call with a key, and those that can answer every call. */
const keyErrors = ['login-required', 'forbidden'];
const anyErrors = ['rate-limited'];

const json = (schema: unknown) => ({ 'application/json': { schema } });

/** Replaces the schemas that are components, wherever they occur, by references. */
function withReferences(value: unknown, components: Map<unknown, string>, root?: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withReferences(each, components));
  if (typeof value !== 'object' || value === null) return value;
  const name = value === root ? undefined : components.get(value);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, child]) => typeof child === 'object' || !annotations.includes(key))
      .map(([key, child]) => [key, withReferences(child, components)]),
  );
}

/** Returns the parameters in a path, and those of the query. */
const parametersOf = ({ path, query = [] }: ApiCall, parameters: Record<string, JsonSchema>): unknown[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 640 },
  })),
  ...query.map((given) => {
    const name = given.replace('*', '');
    const { description, ...schema } = parameters[name] ?? {};
    return { name, in: 'query', required: given !== name, description, schema };
  }),
];

/** Returns the answers that refuse a call, by status. */
function refusals({ errors, key }: ApiCall, codes: Sources['errors']['codes']): Record<string, unknown> {
  const all = [...errors, ...anyErrors, ...(key === 'none' ? [] : keyErrors)];
  const statusOf = (code: string) => codes[code]?.status ?? 500;
  return Object.fromEntries(
    all.map((code) => {
      const same = [...new Set(all)].filter((each) => statusOf(each) === statusOf(code));
      const description = same.map((each) => `${each}: ${plain(codes[each]?.meaning ?? '')}`).join('\n');
      return [statusOf(code), { description, content: json({ $ref: '#/components/schemas/ApiError' }) }];
    }),
  );
}

const security = ({ key, scope, admin }: ApiCall): unknown[] => [
  ...(key === 'optional' ? [{}] : []),
  ...(key === 'none' ? [] : [{ apiKey: [scope] }]),
  ...(admin ? [{ adminToken: [] }] : []),
];

/** An OpenAPI 3.1 document of the HTTP API. */
export function openapi({ api, http, tokens, errors }: Sources, version: string): string {
  const bodies: Record<string, JsonSchema> = { ...http, tokenRequest: tokens.request ?? {} };
  const schemas = [...Object.values(bodies), ...Object.values(api.$defs)];
  const components = new Map(schemas.map((schema) => [schema, schema.title ?? '']));
  const reference = (schema: JsonSchema | undefined) => ({
    $ref: `#/components/schemas/${components.get(schema ?? {})}`,
  });
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of api.calls) {
    const { method, path, id, summary, body, response, status = 200 } = call;
    const content = response === undefined ? {} : { content: json(reference(api.$defs[response])) };
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = {
      operationId: id,
      summary: plain(summary),
      tags: [path.split('/')[1]],
      security: security(call),
      parameters: parametersOf(call, api.parameters),
      ...(body !== undefined && { requestBody: { content: json(reference(bodies[body])) } }),
      responses: {
        ...Object.fromEntries([status].flat().map((each) => [each, { description: 'Success', ...content }])),
        ...refusals(call, errors.codes),
      },
    };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Lectern',
      version,
      description: api.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api' }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'A key of the options apiKey or apiKeys' },
        adminToken: { type: 'http', scheme: 'bearer', description: 'A token with grants.admin' },
      },
      schemas: Object.fromEntries(
        schemas.map((schema) => [
          components.get(schema),
          withPlainDescriptions(withReferences(schema, components, schema)),
        ]),
      ),
    },
  };
  return `/** An OpenAPI 3.1 document of the HTTP API, for a server without a base path. */
export const openapi = ${JSON.stringify(document, null, 2)};
`;
}
