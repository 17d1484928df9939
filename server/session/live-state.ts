import { namespaceOf, splitKey } from 'lectern-protocol';
import { type Backplane, roomLog } from '../backplane/backplane.js';
import { roomAddress, roomSender } from '../protocol/address.js';
import { envelopeOf } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { explain } from '../protocol/explain.js';
import { type Families, familyJson } from '../protocol/families.js';
import type { LiveClient, LiveConnection } from './live-client.js';
import type { NodeMessenger } from './node-messenger.js';
import type { Sessions } from './sessions.js';

const publishable = [
  'event',
  'text',
  '/layout EVENT',
  '/bus EVENT',
  '/trigger EVENTS',
  '/trigger UPDATES',
  '/trigger STATUS',
  '/lobby MESSAGE',
] as const;

/** A message type that `publish` sends to rooms. Those of a namespace are only for rooms of that namespace. */
export type PublishableType = (typeof publishable)[number];

/** A room with at least one client. */
export interface LiveRoom {
  id: string;
  /** Number of clients on all nodes. */
  clients: number;
}

interface Services {
  backplane: Backplane;
  messenger: NodeMessenger;
  sessions: Sessions;
  families: Families;
}

/** The rooms and clients of all nodes, for the program that embeds the server and for the HTTP API. */
export class LiveState {
  constructor(private readonly services: Services) {}

  /** Returns the clients of all nodes. @throws Refusal unavailable if a node does not answer */
  async clients(): Promise<LiveClient[]> {
    return [...this.services.sessions.clientsHere(), ...(await this.services.messenger.clientsElsewhere())];
  }

  /** Returns the rooms that are not empty. @throws Refusal unavailable if a node does not answer */
  async rooms(): Promise<LiveRoom[]> {
    const counts = new Map<string, number>();
    for (const { rooms } of await this.clients()) {
      for (const id of rooms) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts].map(([id, clients]) => ({ id, clients }));
  }

  /** Returns the connections of the clients in a room. Those of a node that does not answer are missing. */
  async connections(room: string): Promise<Map<string, LiveConnection>> {
    const { sessions, messenger } = this.services;
    const elsewhere = await messenger.clientsElsewhere().catch(() => []);
    return new Map(
      [...sessions.clientsHere(), ...elsewhere].flatMap(({ id, rooms, connection }) =>
        connection && rooms.includes(room) ? [[id, connection]] : [],
      ),
    );
  }

  /**
   * Sends a message to a room on behalf of the server.
   * @returns the position in the room's log; undefined if the message is not durable
   * @throws Refusal bad-data if the type or data is not valid for the room
   */
  async publish(room: string, type: string, data: unknown, durable: boolean): Promise<number | undefined> {
    const { backplane, families } = this.services;
    const id = room.startsWith('/') ? room : room.normalize('NFC');
    const [namespace, wireType] = splitKey(type);
    const own = families.types.get(type);
    if (!(own || isPublishable(type)) || namespace !== namespaceOf(id)) {
      throw new Refusal('bad-data', `messages of type '${type}' cannot be published to room '${room}'`);
    }
    const json = own ? familyJson(own, data, badData) : await checkedJson(type as PublishableType, data);
    const envelope = envelopeOf(roomSender(id), roomAddress(id), wireType, json);
    if (durable && own?.definition.delivery !== 'volatile') {
      return (await backplane.append(roomLog(id), envelope)).seq;
    }
    await backplane.publish(roomLog(id), envelope);
    return undefined;
  }

  /** Removes a client, whichever node it is on. Returns false if there is no such client. */
  async disconnect(clientId: string, reason: string): Promise<boolean> {
    try {
      await this.services.sessions.drop(clientId, reason);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') return false;
      throw error;
    }
  }
}

const isPublishable = (type: string): type is PublishableType =>
  (publishable as readonly string[]).includes(type);

const badData = (fault: string, at: { pointer: string; expected: string }): Refusal =>
  new Refusal('bad-data', fault, at);

/** @throws Refusal bad-data */
async function checkedJson(type: PublishableType, data: unknown): Promise<string> {
  // Only here, since the validators of the server's own messages are large.
  const { serverMessages } = await import('lectern-protocol/server-messages');
  const { validate } = serverMessages[type];
  if (!validate(data)) {
    const at = explain(validate.errors?.[0]);
    throw badData(`data${at.pointer} of ${type} must be ${at.expected}`, at);
  }
  return JSON.stringify(data);
}
