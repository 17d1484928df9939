import { type SmallSchema, smallKeywords } from '../schema-fault.js';
import { type JsonSchema, keyOf, type Sources } from './load.js';
import { bare } from './validators.js';

/**
 * The types that the server may send, with the schemas of the data that it relays. The table is small enough for a page,
 * which trusts its server and checks only what other clients wrote.
 */
export function serverTypes(sources: Sources): string {
  const rows = sources.families.flatMap((family) =>
    Object.entries(family.messages).flatMap(([type, message]) => {
      if (!message.server) return [];
      const { data, optional } = (message.server === 'same' && message.client) || {};
      const relayed = data && { ...(optional && { optional }), schema: small(data) };
      return [`  '${keyOf(family, type)}': ${JSON.stringify(relayed ?? null)},`];
    }),
  );
  return `import type { SmallSchema } from '../schema-fault.js';
import type { ServerMessageType } from './messages.js';

/** The data of a message that the server relays as another client wrote it. */
interface Relayed {
  /** The data may be absent. */
  optional?: boolean;
  schema: SmallSchema;
}

/** Every message that the server may send; null if the server writes its data. */
export const serverTypes: Record<ServerMessageType, Relayed | null> = {
${rows.join('\n')}
};
`;
}

/** A schema as `schemaFault` takes it. Throws if the schema needs a keyword that `schemaFault` does not check. */
function small(schema: JsonSchema): SmallSchema {
  const checked = bare(schema) as SmallSchema & Record<string, unknown>;
  const unknown = Object.keys(checked).find((keyword) => !smallKeywords.includes(keyword));
  if (unknown) throw new Error(`schemas/schema-fault.ts does not check ${unknown}, which relayed data needs`);
  for (const inner of Object.values(checked.properties ?? {})) small(inner as JsonSchema);
  return checked;
}
