import type { Room, ServerMessage } from 'lectern-protocol';
import type { Test } from 'tap';
import type { TestClient } from './client.js';
import type { Target } from './conformance.js';

type Settings = {
  title?: string;
  public?: boolean;
  password?: string;
  max?: number;
  speech?: Room['speech'];
  entry?: Room['entry'];
};

/** A user who keeps an identity, with a connection outside of any room. */
export async function owner(
  t: Test,
  server: Target,
): Promise<{ client: TestClient; token: string; userId: string }> {
  const client = await server.connect(t, server.endpoint(), ['lectern']);
  const { token = '', user } = await client.welcome();
  return { client, token, userId: user?.id ?? '' };
}

/** Creates a room with settings. */
export async function make(t: Test, server: Target, settings: Settings = {}) {
  const made = await owner(t, server);
  const answer = await made.client.request('create-room', { room_id: server.newRoom(), ...settings });
  const { room } = (answer as ServerMessage<'create-room'>).data;
  return { ...made, room, roomId: room.room_id };
}

/** Returns the reply to a login in a room, and the client. */
export async function enter(
  t: Test,
  server: Target,
  roomId: string,
  login: { password?: string; wait?: boolean } = {},
  token?: string,
) {
  const protocols = token === undefined ? [] : ['lectern', `lectern.token.${token}`];
  const client = await server.connect(t, server.endpoint(roomId, '?login=1&deltas=1'), protocols);
  const { data } = (await client.request('login', { protocol: '1.2', ...login })) as ServerMessage<'login'>;
  return { client, data };
}
