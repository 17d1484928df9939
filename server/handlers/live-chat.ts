import type { ChatClient } from '../chat/chat-client.js';
import type { LectureMember } from '../classroom/class-access.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';
import { forInstructor, forMembers } from './lecture-request.js';

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

  DeleteLiveChatMessage: forMembers(
    async ({ classroom, client, lecture, member, request, storeAndBroadcast, record }, { messageId }) => {
      const { store } = classroom;
      const done = request && (await store.findReply('deleteChatMessage', request));
      const message = done ?? (await store.chatMessage(messageId));
      if (message?.lectureId !== lecture.id) {
        throw new Refusal('not-found', 'message not found in this lecture');
      }
      const own = message.senderId === client.user.id;
      if (!own && member.memberType !== 'instructor') {
        throw new Refusal('forbidden', 'only its author and the instructor are allowed to delete a message');
      }
      const outcome = await storeAndBroadcast((announcement) =>
        store.deleteChatMessage({ messageId }, request, announcement),
      );
      if (!done && !own) await record('delete-message', { targetId: message.senderId });
      return outcome;
    },
  ),

  ClearChat: forInstructor(async ({ classroom, lecture, request, storeAndBroadcast, record }) => {
    let cleared = false;
    const outcome = await storeAndBroadcast(async (announcement) => {
      const result = await classroom.store.clearChat({ lectureId: lecture.id }, request, announcement);
      cleared = result.value.messages > 0 && !result.repeated;
      return result;
    });
    if (cleared) await record('clear-chat');
    return outcome;
  }),

  Reaction: forMembers(({ classroom, lecture }, { reaction }) => {
    classroom.react(lecture, reaction);
    return {};
  }),

  LiveChatAudioMessage: forMembers(async (speech, { arrayBuffer, mimeType, duration }) => {
    const { classroom, client, lecture, request, roomId } = speech;
    if (Buffer.byteLength(arrayBuffer, 'base64') > MAX_AUDIO_BYTES) {
      throw new Refusal('too-large', `audio is limited to ${MAX_AUDIO_BYTES} bytes`);
    }
    await requireSpeech(speech);
    await classroom.saveUser(client);
    const audio = { data: Buffer.from(arrayBuffer, 'base64'), mimeType, duration };
    const { saved, repeated } = await classroom.voiceMessages.keep(client, lecture, audio, request);
    if (!repeated) {
      const messageId = saved.message?.messageId;
      const value = { senderId: client.user.id, arrayBuffer, ...(messageId !== undefined && { messageId }) };
      await classroom.broadcaster.broadcastToOthers(client, roomId, 'LiveChatAudioMessage', value);
    }
    return { reply: saved };
  }),

  GetLiveChatAudio: forMembers(async ({ classroom, lecture }, { messageId, offset = 0 }) => {
    const part = await classroom.voiceMessages.part(lecture.id, messageId, offset);
    if (!part) throw new Refusal('not-found', 'voice message not found in this lecture');
    const { data, next } = part;
    const arrayBuffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    return { reply: { messageId, arrayBuffer, ...(next !== undefined && { next }), status: 200 } };
  }),
};

/** Requires that a user is allowed to speak in a lecture. */
async function requireSpeech({ classroom, client, lecture, member }: SpeechRequest): Promise<void> {
  if (lecture.speech === 'everyone' || member.memberType === 'instructor') return;
  const { granted } = await classroom.states.get(lecture.id);
  if (granted.includes(client.user.id)) return;
  throw new Refusal('forbidden', 'only the instructor and users who were allowed to speak can speak now');
}
