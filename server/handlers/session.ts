import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';

/** Login, resuming and acknowledgement (docs/protocol.md#sessions). */
export const sessionRoutes: FamilyRoutes<'session'> = {
  async login({ sessions }, client, message) {
    const data = await sessions.login(client, message.data);
    return { reply: { status: 'ok', data }, first: true };
  },

  async relogin({ sessions }, client, message) {
    await sessions.relogin(client, message.data, message.id);
    return undefined;
  },

  async refreshReconnectionTicket({ sessions }, client) {
    const data = await sessions.of(client).refreshTicket();
    return { reply: { status: 'ok', data } };
  },

  async refreshToken({ sessions }, client, { data }) {
    const tokenLifetime = await sessions.renewToken(client, data.token);
    return { reply: { status: 'ok', data: { tokenLifetime } } };
  },

  async logout({ sessions }, client) {
    const session = sessions.of(client);
    if (session.state !== 'connected') throw new Refusal('login-required', 'log in first');
    await session.end();
    return { reply: { status: 'ok' }, close: 'bye' };
  },

  ack(_, client, { data }) {
    client.acknowledge(data);
    return {};
  },
};
