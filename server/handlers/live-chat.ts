import type { ChatClient } from '../chat/chat-client.js';
import type { LectureMember } from '../classroom/class-access.js';
import type { Classroom } from '../classroom/classroom.js';
import { privateMessagesId } from '../classroom/private-messages.js';
import { Refusal } from '../protocol/errors.js';
import type { Lecture, NewMessage, RequestKey } from '../store/store.js';
import type { FamilyRoutes } from './context.js';
import { forInstructor, forMembers } from './lecture-request.js';

/** Maximum size of decoded audio. */
const MAX_AUDIO_BYTES = 1024 * 1024;

interface ChatRequest {
  classroom: Classroom;
  client: ChatClient;
  lecture: Lecture;
  request: RequestKey | undefined;
}

interface SpeechRequest extends LectureMember {
  classroom: Classroom;
  client: ChatClient;
}

/** Text and voice messages in lectures (docs/protocol.md#live-chat). */
export const liveChatRoutes: FamilyRoutes<'live-chat'> = {
  LiveChatTextMessage: forMembers(
    async ({ classroom, client, lecture, request, storeAndBroadcast }, { text }) => {
      const given = await newMessage({ classroom, client, lecture, request }, text);
      return storeAndBroadcast((announcement) =>
        classroom.store.addChatMessage(given, request, announcement),
      );
    },
  ),

  LiveChatPrivateMessage: forMembers(
    async ({ classroom, client, lecture, member, message, request }, { text, userId = client.user.id }) => {
      const { id: lectureId, classUuid } = lecture;
      const { store, broadcaster } = classroom;
      if (userId !== client.user.id) {
        if (member.memberType !== 'instructor') {
          throw new Refusal('forbidden', 'only the instructor is allowed to send private messages to others');
        }
        if (!(await store.member(classUuid, userId))) {
          throw new Refusal('not-found', 'member not found in this class');
        }
      }
      const written = await newMessage({ classroom, client, lecture, request }, text);
      const given = { ...written, privateWith: userId };
      return broadcaster.storeAndBroadcast({
        roomId: privateMessagesId(lectureId),
        type: 'LiveChatPrivateMessage',
        about: { classUuid, lectureId, clientId: client.id },
        change: (announcement) => store.addChatMessage(given, request, announcement),
        by: { client, request: message },
      });
    },
  ),

  GetLiveChatMessages: forMembers(async ({ classroom, client, lecture, member }, { before, limit }) => {
    const readsAll = member.memberType === 'instructor';
    const query = { before, limit, ...(!readsAll && { readerId: client.user.id }) };
    const page = await classroom.store.chatMessages(lecture.id, query);
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

/** Returns a new message of the sender for the chat. Its text is stored in two languages. */
async function newMessage(
  { classroom, client, lecture, request }: ChatRequest,
  text: string,
): Promise<NewMessage & { lectureId: number }> {
  const { store, storage, translator } = classroom;
  storage.spend(client.account, [text, text], request !== undefined);
  await classroom.saveUser(client);
  const done = request && (await store.findReply('addChatMessage', request));
  return {
    lectureId: lecture.id,
    senderId: client.user.id,
    dateStr: new Date().toISOString(),
    text: done?.text ?? (await translator.translate(text)),
  };
}

/** Requires that a user is allowed to speak in a lecture. */
async function requireSpeech({ classroom, client, lecture, member }: SpeechRequest): Promise<void> {
  if (lecture.speech === 'everyone' || member.memberType === 'instructor') return;
  const { granted } = await classroom.states.get(lecture.id);
  if (granted.includes(client.user.id)) return;
  throw new Refusal('forbidden', 'only the instructor and users who were allowed to speak can speak now');
}
