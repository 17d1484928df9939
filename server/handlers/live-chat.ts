import { lectureRoomId } from '../chat/room-id.js';
import { requestOf } from '../classroom/classroom.js';
import { savedMessage, statusOf } from '../classroom/text.js';
import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';

/** 1 MiB, decoded. */
const AUDIO_MOST = 1024 * 1024;

/** Text and voice messages in lectures (docs/protocol.md#live-chat). */
export const liveChatRoutes: FamilyRoutes<'live-chat'> = {
  async LiveChatTextMessage({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    await classroom.saveUser(client);
    const request = requestOf(client, message);
    const done = request && (await classroom.store.findReply('addChatMessage', request));
    const text = done?.text ?? (await classroom.translator.translate(message.data.text));
    const given = {
      lectureId: lecture.id,
      senderId: client.user.id,
      dateStr: new Date().toISOString(),
      text,
    };
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'LiveChatTextMessage',
      async () => {
        const { value, repeated } = await classroom.store.addChatMessage(given, request);
        return { value: { message: savedMessage(value), status: statusOf(value.text) }, repeated };
      },
    );
    return undefined;
  },

  async GetLiveChatMessages({ classroom }, client, message) {
    const { before, limit } = message.data;
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    const { items, ...rest } = await classroom.store.chatMessages(lecture.id, { before, limit });
    client.reply(message, 'GetLiveChatMessages', { messages: items.map(savedMessage), ...rest, status: 200 });
    return undefined;
  },

  async LiveChatAudioMessage({ classroom }, client, { data }) {
    const { lecture } = await classroom.rights.lectureMember(client, data);
    if (Buffer.byteLength(data.arrayBuffer, 'base64') > AUDIO_MOST) {
      throw new Refusal('too-large', `audio may have ${AUDIO_MOST} bytes`);
    }
    const value = { senderId: client.user.id, arrayBuffer: data.arrayBuffer };
    await classroom.announcements.sayToOthers(
      client,
      lectureRoomId(lecture.id),
      'LiveChatAudioMessage',
      value,
    );
    return {};
  },
};
