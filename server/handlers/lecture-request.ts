import type { ClientData, ClientMessageType, Reply } from 'lectern-protocol';
import type { Awaitable } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { lectureRoomId } from '../chat/room-id.js';
import type { AnnouncedType } from '../classroom/announced.js';
import type { About, Change, RemainingReply, StoredChange } from '../classroom/change-broadcaster.js';
import type { LectureMember } from '../classroom/class-access.js';
import { requestKeyOf } from '../classroom/classroom.js';
import type { Message } from '../protocol/codec.js';
import type { Result } from '../protocol/outcome.js';
import type { AuditAction, RequestKey } from '../store/store.js';
import type { Context, Handler } from './context.js';

/** The types of requests that name a lecture and its class. */
type LectureMessageType = {
  [K in ClientMessageType]: ClientData[K] extends { classUuid: string; lectureId: number } ? K : never;
}[ClientMessageType];

interface RecordedDetails {
  /** The user to whom the action was done. */
  targetId?: string;
  detail?: string;
}

/** A request about a lecture: its sender, the lecture, and the sender's membership of the class. */
interface LectureRequest<K extends ClientMessageType> extends Context, LectureMember {
  client: ChatClient;
  message: Message<K>;
  /** Identifies the request, so that a repeated request does not change anything; undefined without an `id`. */
  request: RequestKey | undefined;
  /** The room of the lecture. */
  roomId: string;
  /** Records in the audit log what the sender has done in the lecture. */
  record(action: AuditAction, details?: RecordedDetails): Promise<void>;
  /** Makes a change in the database and broadcasts it to the lecture's room under the request's own type. */
  storeAndBroadcast(
    change: StoredChange<Reply[K] & AnnouncedType>,
    about?: About<Reply[K] & AnnouncedType>,
  ): Promise<RemainingReply<Reply[K]> | undefined>;
  /** Makes a change of shared state and broadcasts it to the lecture's room under the request's own type. */
  changeAndBroadcast(change: Change<Reply[K]>): Promise<RemainingReply<Reply[K]> | undefined>;
  /** Makes a change and broadcasts it to the others in the lecture's room, without logging it. */
  changeAndTellOthers(change: Change<Reply[K]>): Promise<RemainingReply<Reply[K]> | undefined>;
}

type LectureHandler<K extends ClientMessageType> = (
  request: LectureRequest<K>,
  data: ClientData[K],
) => Awaitable<Result<K>>;

/** Handles requests of members of the class. */
export const forMembers =
  <K extends LectureMessageType>(handle: LectureHandler<K>): Handler<K> =>
  async (context, client, message) =>
    handle(
      about(
        context,
        client,
        message,
        await context.classroom.access.requireLectureMember(client, message.data),
      ),
      message.data,
    );

/** Handles requests of the instructor alone. */
export const forInstructor =
  <K extends LectureMessageType>(handle: LectureHandler<K>): Handler<K> =>
  async (context, client, message) =>
    handle(
      about(
        context,
        client,
        message,
        await context.classroom.access.requireLectureInstructor(client, message.data),
      ),
      message.data,
    );

function about<K extends ClientMessageType>(
  context: Context,
  client: ChatClient,
  message: Message<K>,
  found: LectureMember,
): LectureRequest<K> {
  const roomId = lectureRoomId(found.lecture.id);
  const { broadcaster } = context.classroom;
  const type = message.entry.reply as Reply[K];
  const { lecture } = found;
  return {
    ...context,
    ...found,
    client,
    message,
    request: requestKeyOf(client, message),
    roomId,
    async record(action, { targetId, detail } = {}) {
      const { audit, store } = context.classroom;
      const target = targetId === undefined ? undefined : await store.user(targetId);
      await audit.record(client, action, {
        classUuid: lecture.classUuid,
        lecture,
        ...(targetId !== undefined && { target: target ?? { id: targetId } }),
        ...(detail !== undefined && { detail }),
      });
    },
    storeAndBroadcast: (change, about) =>
      broadcaster.storeAndBroadcast({
        roomId,
        type: type as Reply[K] & AnnouncedType,
        change,
        about,
        by: { client, request: message },
      }),
    changeAndBroadcast: (change) => broadcaster.changeAndBroadcast(client, message, roomId, type, change),
    changeAndTellOthers: (change) => broadcaster.changeAndTellOthers(client, message, roomId, type, change),
  };
}
