import type { ChatClient } from '../chat/chat-client.js';
import { toWireRoom } from '../chat/wire-room.js';
import { requestKeyOf } from '../classroom/classroom.js';
import { canJoinRoom } from '../identity/grants.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings } from '../store/store.js';
import type { FamilyRoutes } from './context.js';

const toldTo = (client: ChatClient, room: RoomSettings) => ({
  ...toWireRoom(room),
  ...(room.ownerId === client.user.id && { own: true }),
});

/** Rooms with settings. */
export const roomRoutes: FamilyRoutes<'room'> = {
  async 'create-room'({ rooms, classroom, sessions, options }, client, message) {
    const { identity, user } = client;
    if (!identity.grants.create) throw new Refusal('forbidden', 'you are not allowed to create rooms');
    const request = requestKeyOf(client, message);
    const done = request && (await classroom.store.findReply('createRoom', request));
    const given = message.data ?? {};
    const id = given.room_id?.normalize('NFC');
    // Owners are allowed to join their rooms, so a room that others are granted must not get this owner.
    if (id !== undefined && !canJoinRoom(identity, id)) {
      throw new Refusal(
        'forbidden',
        `the token does not grant access to room '${id}'; omit room_id for a new ID`,
      );
    }
    if (!done && id !== undefined) await rooms.checkUnused(id, user.id);
    classroom.storage.spend(client.account, [given.title ?? ''], request !== undefined);
    await classroom.saveUser(client);
    const asked = { ...given, owner: user.id };
    const by = sessions.requesterOf(client);
    const { value } = await rooms.create(asked, by, request, options.ownedRooms);
    return { reply: { room: toldTo(client, value) } };
  },

  async 'get-rooms'({ rooms }, client, message) {
    const { before, limit } = message.data || {};
    const page = await rooms.list({ visibleTo: client.user.id, before, limit });
    const listed = page.items.map(async (room) => ({
      ...toldTo(client, room),
      count: await rooms.count(room.id),
    }));
    return {
      reply: {
        rooms: await Promise.all(listed),
        ...(page.before === undefined ? {} : { before: page.before }),
      },
    };
  },

  async 'update-room'({ rooms, classroom, sessions }, client, message) {
    const { room_id, ...changes } = message.data;
    const { id } = await rooms.owned(room_id.normalize('NFC'), client.user.id);
    await classroom.saveUser(client);
    const { value } = await rooms.update(
      id,
      changes,
      sessions.requesterOf(client),
      requestKeyOf(client, message),
    );
    return { reply: { room: toldTo(client, value) } };
  },

  async 'delete-room'({ rooms, classroom }, client, message) {
    const id = message.data.room_id.normalize('NFC');
    const request = requestKeyOf(client, message);
    const done = request && (await classroom.store.findReply('deleteRoom', request));
    if (!done) await rooms.owned(id, client.user.id);
    await classroom.saveUser(client);
    const { repeated } = await rooms.delete(id, request);
    const reply = { room_id: id };
    // The sender might be in the deleted room.
    return repeated ? { reply } : { reply, after: () => rooms.end(id) };
  },
};
