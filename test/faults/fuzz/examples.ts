import { load } from '../../../schemas/generators/load.js';

/** An envelope as in the schemas' examples. */
export interface Example {
  type: string;
  receivers: readonly string[];
  data?: unknown;
  /**
   * Tells whether it leaves data behind or ends its connection. Such examples are sent rarely, as they would dominate
   * otherwise.
   */
  rare: boolean;
}

const ending = new Set(['bye', 'logout', 'DropParticipant']);

/** Every example of a client's message, valid and invalid. */
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
