import type { FamilyRoutes } from './context.js';

/** Bytes that a link counts toward what its user and network can store in a day, so that there are few links. */
const LINK_BYTES = 64 * 1024;

/** The browsers of a guest (docs/protocol.md#browsers-of-a-guest). */
export const browserRoutes: FamilyRoutes<'browser'> = {
  async 'create-browser-link'({ browsers, classroom }, client, { data }) {
    classroom.storage.charge(client.account, LINK_BYTES);
    return { reply: await browsers.createLink(client.identity, client.username, data.name) };
  },

  async 'use-browser-link'({ browsers }, client, { data }) {
    const { token, userId, username } = await browsers.useLink(client.identity, data.secret, data.name);
    return { reply: { token, user_id: userId, username } };
  },

  async 'get-browsers'({ browsers }, client) {
    const all = await browsers.list(client.identity);
    return {
      reply: { browsers: all.map(({ id, name, usedAt, current }) => ({ id, name, used: usedAt, current })) },
    };
  },

  async 'sign-out-browser'({ browsers }, client, { data }) {
    await browsers.signOut(client.identity, data.id);
    return {};
  },
};
