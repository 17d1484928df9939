import type { ChatClient } from '../chat/chat-client.js';
import type { LectureMember } from '../classroom/class-access.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';
import { forMembers } from './lecture-request.js';

/** Maximum size of decoded audio. */
const MAX_AUDIO_BYTES = 1024 * 1024;

interface SpeechRequest extends LectureMember {
  classroom: Classroom;
  client: ChatClient;
}

/** Text and voice messages in lectures (docs/protocol.md#live-chat). */
export const liveChatRoutes: FamilyRoutes<'live-chat'> = {
  LiveChatTextMessage: forMembers(
    async ({ classroom, client, lecture, request, storeAndBroadcast }, data) => {
      // The text is stored in two languages.
      classroom.storage.spend(client.account, [data.text, data.text], request !== undefined);
      await classroom.saveUser(client);
      const done = request && (await classroom.store.findReply('addChatMessage', request));
      const text = done?.text ?? (await classroom.translator.translate(data.text));
      const dateStr = new Date().toISOString();
      const given = { lectureId: lecture.id, senderId: client.user.id, dateStr, text };
      return storeAndBroadcast((announcement) =>
        classroom.store.addChatMessage(given, request, announcement),
      );
    },
  ),

  GetLiveChatMessages: forMembers(async ({ classroom, lecture }, { before, limit }) => {
    const page = await classroom.store.chatMessages(lecture.id, { before, limit });
    const { items, ...rest } = classroom.lists.messages(page);
    return { reply: { messages: items, ...rest, status: 200 } };
  }),

  LiveChatAudioMessage: forMembers(async (request, { arrayBuffer }) => {
    const { classroom, client, roomId } = request;
    if (Buffer.byteLength(arrayBuffer, 'base64') > MAX_AUDIO_BYTES) {
      throw new Refusal('too-large', `audio is limited to ${MAX_AUDIO_BYTES} bytes`);
    }
    await requireSpeech(request);
    const value = { senderId: client.user.id, arrayBuffer };
    await classroom.broadcaster.broadcastToOthers(client, roomId, 'LiveChatAudioMessage', value);
    return {};
  }),
};

/** Requires that a user is allowed to speak in a lecture. */
async function requireSpeech({ classroom, client, lecture, member }: SpeechRequest): Promise<void> {
  if (lecture.speech === 'everyone' || member.memberType === 'instructor') return;
  const { granted } = await classroom.states.get(lecture.id);
  if (granted.includes(client.user.id)) return;
  throw new Refusal('forbidden', 'only the instructor and users who were allowed to speak can speak now');
}
