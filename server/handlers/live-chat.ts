import { savedMessage, statusOf } from '../classroom/text.js';
import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';
import { forMembers } from './lecture-request.js';

/** 1 MiB, decoded. */
const AUDIO_MOST = 1024 * 1024;

/** Text and voice messages in lectures (docs/protocol.md#live-chat). */
export const liveChatRoutes: FamilyRoutes<'live-chat'> = {
  LiveChatTextMessage: forMembers(async ({ classroom, client, lecture, request, announce }, data) => {
    await classroom.saveUser(client);
    const done = request && (await classroom.store.findReply('addChatMessage', request));
    const text = done?.text ?? (await classroom.translator.translate(data.text));
    const dateStr = new Date().toISOString();
    const given = { lectureId: lecture.id, senderId: client.user.id, dateStr, text };
    return announce(async () => {
      const { value, repeated } = await classroom.store.addChatMessage(given, request);
      return { value: { message: savedMessage(value), status: statusOf(value.text) }, repeated };
    });
  }),

  GetLiveChatMessages: forMembers(async ({ classroom, lecture }, { before, limit }) => {
    const { items, ...rest } = await classroom.store.chatMessages(lecture.id, { before, limit });
    return { reply: { messages: items.map(savedMessage), ...rest, status: 200 } };
  }),

  LiveChatAudioMessage: forMembers(async ({ classroom, client, roomId }, { arrayBuffer }) => {
    if (Buffer.byteLength(arrayBuffer, 'base64') > AUDIO_MOST) {
      throw new Refusal('too-large', `audio may have ${AUDIO_MOST} bytes`);
    }
    const value = { senderId: client.user.id, arrayBuffer };
    await classroom.announcements.sayToOthers(client, roomId, 'LiveChatAudioMessage', value);
    return {};
  }),
};
