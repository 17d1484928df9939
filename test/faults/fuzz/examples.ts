import { load } from '../../../schemas/generators/load.js';

/** An envelope as the schemas' examples have it. */
export interface Example {
  type: string;
  receivers: readonly string[];
  data?: unknown;
  /** Whether it leaves something behind, or ends its connection: such are sent seldom, or nothing else would be. */
  rare: boolean;
}

const ending = new Set(['bye', 'logout', 'DropParticipant']);

/** Every example of what clients may send: the good ones, and the bad ones too. */
export async function examples(): Promise<Example[]> {
  const { families } = await load();
  return families.flatMap(({ namespace, messages }) =>
    Object.entries(messages).flatMap(([type, { client, delivery }]) =>
      [...(client?.valid ?? []), ...(client?.invalid ?? [])].map((example) => ({
        ...example,
        type,
        receivers: namespace === '' ? (client?.receivers ?? []) : [namespace],
        rare: delivery === 'durable' || ending.has(type),
      })),
    ),
  );
}
