import { classRoomId, lectureRoomId } from '../chat/room-id.js';
import { memberOf, requestOf } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';

/** Spans of a user with less than this between them are one: a reconnection does not show. */
const ATTENDANCE_GAP_MS = 60_000;

/** Lectures, raised hands, the right to speak, attendance (docs/protocol.md#lectures). */
export const lectureRoutes: FamilyRoutes<'lecture'> = {
  async GetLectures({ classroom }, client, message) {
    const { classUuid } = message.data;
    await classroom.rights.classMember(client, classUuid);
    client.reply(message, 'GetLectures', { lectures: await classroom.lectures(classUuid), status: 200 });
    return undefined;
  },

  async CreateLecture({ classroom }, client, message) {
    const { classUuid } = message.data;
    await classroom.rights.classInstructor(client, classUuid);
    await classroom.announcements.announce(
      client,
      message,
      classRoomId(classUuid),
      'CreateLecture',
      async () => {
        const { value, repeated } = await classroom.store.createLecture(
          message.data,
          requestOf(client, message),
        );
        const lecture = await classroom.lecture(value);
        return { value: { lecture, status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  async JoinLecture({ classroom }, client, message) {
    const { lecture, member } = await classroom.rights.lectureMember(client, message.data);
    await classroom.saveUser(client);
    const entered = await classroom.enterLecture(client, lecture);
    const value = await classroom.stateFor(client, { lecture, member });
    // Who was in it already is only answered.
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'JoinLecture',
      async () => ({
        value,
        repeated: !entered,
      }),
    );
    return undefined;
  },

  async ExitLecture({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    await classroom.leave(client, lectureRoomId(lecture.id));
    return {};
  },

  async GetActiveLectureMember({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    const members = await classroom.activeMembers(lecture);
    client.reply(message, 'GetActiveLectureMember', { members, status: 200 });
    return undefined;
  },

  async SetLectureLiveStatus({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    const liveStatus = message.data.status;
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'SetLectureLiveStatus',
      async () => {
        const { repeated } = await classroom.setLive(lecture, liveStatus, requestOf(client, message));
        return { value: { liveStatus, status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  async RaiseHand({ classroom }, client, message) {
    const { lecture, member } = await classroom.rights.lectureMember(client, message.data);
    const roomId = lectureRoomId(lecture.id);
    if (!client.rooms.has(roomId)) throw new Refusal('forbidden', 'join the lecture first');
    await classroom.announcements.announce(client, message, roomId, 'RaiseHand', async () => {
      const hands = await classroom.states.raiseHand(lecture, memberOf(member, true));
      return { value: { hands, status: 200 as const } };
    });
    return undefined;
  },

  async LowerHand({ classroom }, client, message) {
    const { userId = client.user.id } = message.data;
    const { lecture, member } = await classroom.rights.lectureMember(client, message.data);
    if (userId !== client.user.id && member.memberType !== 'instructor') {
      throw new Refusal('forbidden', 'only the instructor may lower the hands of others');
    }
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'LowerHand',
      async () => {
        const hands = await classroom.states.lowerHand(lecture, userId);
        return { value: { hands, status: 200 as const } };
      },
    );
    return undefined;
  },

  async LowerAllHands({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'LowerAllHands',
      async () => {
        const hands = await classroom.states.lowerHand(lecture, undefined);
        return { value: { hands, status: 200 as const } };
      },
    );
    return undefined;
  },

  async SetSpeechMode({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    const { mode } = message.data;
    const change = { id: lecture.id, speech: mode };
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'SetSpeechMode',
      async () => {
        const { repeated } = await classroom.store.updateLecture(change, requestOf(client, message));
        const { granted } = await classroom.states.get(lecture.id);
        return { value: { speech: { mode, granted }, status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  async GrantSpeech({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'GrantSpeech',
      async () => {
        const { granted, hands } = await classroom.states.grant(lecture, message.data.userId);
        return { value: { speech: { mode: lecture.speech, granted }, hands, status: 200 as const } };
      },
    );
    return undefined;
  },

  async RevokeSpeech({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'RevokeSpeech',
      async () => {
        const { granted } = await classroom.states.revoke(lecture, message.data.userId);
        return { value: { speech: { mode: lecture.speech, granted }, status: 200 as const } };
      },
    );
    return undefined;
  },

  async DropParticipant({ classroom }, client, message) {
    const { classUuid, lectureId, userId } = message.data;
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    if (!(await classroom.isIn(userId, lecture.id)))
      throw new Refusal('not-found', 'they are not in the lecture');
    const value = { classUuid, lectureId, userId, status: 200 } as const;
    // Before they are out of the room, so that they hear it too.
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lectureId),
      'DropParticipant',
      async () => ({
        value,
      }),
    );
    await classroom.expel(userId, lecture.id);
    return undefined;
  },

  async GetAttendance({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    const attendance = [];
    let after: number | undefined;
    do {
      const query = { mergeGap: ATTENDANCE_GAP_MS, after, limit: 200 };
      const page = await classroom.store.attendance(lecture.id, query);
      for (const { user, spans } of page.items) {
        for (const { from, to } of spans) {
          const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
          attendance.push({ userId: user.id, userName: user.name, ...times });
        }
      }
      after = page.after;
    } while (after !== undefined);
    client.reply(message, 'GetAttendance', { attendance, status: 200 });
    return undefined;
  },
};
