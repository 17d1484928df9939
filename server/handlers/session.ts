import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';

/** Login, resuming and acknowledgement (docs/protocol.md#sessions). */
export const sessionRoutes: FamilyRoutes<'session'> = {
  async login({ sessions }, client, message) {
    const data = await sessions.login(client, message.data);
    client.replyFirst(message, 'login', { status: 'ok', data });
    return undefined;
  },

  async relogin({ sessions }, client, message) {
    await sessions.relogin(client, message.data, message.id);
    return undefined;
  },

  async refreshReconnectionTicket({ sessions }, client, message) {
    const data = await sessions.of(client).refreshTicket();
    client.reply(message, 'refreshReconnectionTicket', { status: 'ok', data });
    return undefined;
  },

  async logout({ sessions }, client, message) {
    const session = sessions.of(client);
    if (session.state !== 'connected') throw new Refusal('login-required', 'log in first');
    await session.end();
    client.reply(message, 'logout', { status: 'ok' });
    client.connection?.close('bye');
    return undefined;
  },

  ack(_, client, { data }) {
    client.acknowledge(data);
    return {};
  },
};
