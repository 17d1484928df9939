import type { ChatClient } from '../chat/chat-client.js';
import type { Message } from '../protocol/codec.js';
import type { Context, FamilyRoutes } from './context.js';

/** Returns the room that a message to the media server is about, which the client must be in. */
function roomOf({ manager }: Context, client: ChatClient, { to }: Message): string {
  return manager.roomOf(client, to.kind === 'namespace' ? to.instance : undefined).id;
}

/** The media server (docs/protocol.md#media-server-at-sfuroomid). */
export const mediaRoutes: FamilyRoutes<'media'> = {
  async '/sfu join'(context, client, message) {
    return { reply: await context.media.join(client, roomOf(context, client, message)) };
  },

  async '/sfu offer'(context, client, message) {
    const { sdp, streams } = message.data;
    const room = context.media.of(roomOf(context, client, message));
    return { reply: { type: 'answer', sdp: await room.publish(client, sdp, streams) } };
  },

  async '/sfu listen'(context, client, message) {
    const room = context.media.of(roomOf(context, client, message));
    return { reply: { type: 'offer', sdp: await room.listen(client, message.data) } };
  },

  async '/sfu answer'(context, client, message) {
    await context.media.of(roomOf(context, client, message)).answer(client, message.data.sdp);
    return {};
  },

  async '/sfu view'(context, client, message) {
    await context.media.of(roomOf(context, client, message)).view(client, message.data);
    return {};
  },

  async '/sfu icecandidate'(context, client, message) {
    const { connection, ...candidate } = message.data;
    const room = context.media.of(roomOf(context, client, message));
    await room.participant(client).candidate(connection, candidate.candidate === '' ? null : candidate);
    return {};
  },

  async '/sfu mute'(context, client, message) {
    const { kind, muted } = message.data;
    await context.media.of(roomOf(context, client, message)).mute(client, kind, muted);
    return {};
  },
};
