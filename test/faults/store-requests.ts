import type { StoreOptions } from '../../server/store/open-store.js';
import type { RequestKey, Store } from '../../server/store/store.js';

/** Parameters of the writing program, as JSON in its only argument. */
export interface WriterTask {
  store: StoreOptions;
  lectureId: number;
  /** IDs of the writers. Each is a user and a client with the same ID. */
  clients: string[];
}

/** A request, identified by its client and number. The created object contains both. */
export interface Entry {
  client: string;
  number: number;
}

/** An acknowledged request, and the ID of the created object. */
export interface Acknowledged extends Entry {
  id: number;
}

/** Every n-th request creates a marker, the others a chat message. */
const MARKER_EVERY = 4;

export const isMarker = ({ number }: Entry): boolean => number % MARKER_EVERY === 0;

export const tagOf = ({ client, number }: Entry): string => `${client}/${number}`;

/** Makes a request, or repeats it. Returns the ID of the created object. */
export async function write(
  store: Store,
  lectureId: number,
  entry: Entry,
): Promise<{ id: number; repeated: boolean }> {
  const { client, number } = entry;
  const request: RequestKey = { clientId: client, id: number };
  if (isMarker(entry)) {
    const marker = { lectureId, creatorId: client, markerType: 'Question', videoIndex: 0 } as const;
    const { value, repeated } = await store.createMarker({ ...marker, time: number }, request);
    return { id: value.id, repeated };
  }
  const words = { result: 'written', status: 200 };
  const message = { lectureId, senderId: client, dateStr: tagOf(entry), text: { ko: words, en: words } };
  const { value, repeated } = await store.addChatMessage(message, request);
  return { id: value.messageId, repeated };
}
