import { normalText } from 'lectern-protocol/shown-text';
import { classRoomId, lectureRoomId, waitingRoomId } from '../chat/room-id.js';
import { ATTENDANCE_GAP_MS } from '../classroom/attendance-tracker.js';
import { toClassMember } from '../classroom/class-lists.js';
import { liveChange, requestKeyOf } from '../classroom/classroom.js';
import { requireSecureVideos } from '../classroom/secure-videos.js';
import { Refusal } from '../protocol/errors.js';
import type { Lecture } from '../store/store.js';
import { PAGE } from '../store/store.js';
import type { FamilyRoutes } from './context.js';
import { forInstructor, forMembers } from './lecture-request.js';

const joinLecture = forMembers<'JoinLecture'>(
  async ({ classroom, client, lecture, member, roomId, changeAndBroadcast }) => {
    await classroom.saveUser(client);
    const entered = await classroom.enterLecture(client, lecture);
    const value = await classroom.stateFor(client, { lecture, member });
    // If the client was in the lecture already, it only gets the reply. In a large lecture in which many join at once,
    // the others only get the list of members.
    const broadcast = entered && classroom.admitsBroadcast(roomId, value);
    return changeAndBroadcast(async () => ({ value, repeated: !broadcast }));
  },
);

const exitLecture = forMembers<'ExitLecture'>(async ({ classroom, client, roomId }) => {
  await classroom.leave(client, roomId);
  return {};
});

/** Lectures, raised hands, the right to speak, attendance (docs/protocol.md#lectures). */
export const lectureRoutes: FamilyRoutes<'lecture'> = {
  async GetLectures({ classroom }, client, message) {
    const { classUuid, ...page } = message.data;
    await classroom.access.requireClassMember(client, classUuid);
    return { reply: { ...(await classroom.lists.lectures(classUuid, page)), status: 200 } };
  },

  async CreateLecture({ classroom, sessions, options }, client, message) {
    const { classUuid, lectureName, playlist } = message.data;
    await classroom.access.requireClassInstructor(client, classUuid);
    if (sessions.of(client).secure) requireSecureVideos(playlist);
    const request = requestKeyOf(client, message);
    classroom.storage.spend(client.account, [lectureName, playlist], request !== undefined);
    const limits = {
      instructorId: client.user.id,
      lectures: options.classLectures,
      bytes: options.userLectureBytes,
    };
    const given = { ...message.data, lectureName: normalText(lectureName), limits };
    return classroom.broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'CreateLecture',
      change: (announcement) => classroom.store.createLecture(given, request, announcement),
      by: { client, request: message },
    });
  },

  UpdateLecture: forInstructor(
    async ({ classroom, client, lecture, request, sessions, options, storeAndBroadcast }, data) => {
      const { lectureDate, lectureName, playlist } = data;
      if (playlist !== undefined && sessions.of(client).secure) requireSecureVideos(playlist);
      classroom.storage.spend(client.account, [lectureName ?? '', playlist ?? ''], request !== undefined);
      const given = {
        id: lecture.id,
        ...(lectureDate !== undefined && { lectureDate }),
        ...(lectureName !== undefined && { lectureName: normalText(lectureName) }),
        ...(playlist !== undefined && { playlist }),
        limits: { instructorId: client.user.id, bytes: options.userLectureBytes },
      };
      return storeAndBroadcast((announcement) =>
        classroom.store.correctLecture(given, request, announcement),
      );
    },
  ),

  async DeleteLecture({ classroom }, client, message) {
    const { classUuid, lectureId } = message.data;
    const { access, broadcaster, store } = classroom;
    const request = requestKeyOf(client, message);
    const done = request && (await store.findReply('deleteLecture', request));
    if (!done) await access.requireLectureInstructor(client, message.data);
    let deleted: Lecture | undefined;
    const outcome = await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'DeleteLecture',
      async change(announcement) {
        const result = await store.deleteLecture({ id: lectureId }, request, announcement);
        if (!result.repeated) deleted = result.value;
        return result;
      },
      by: { client, request: message },
    });
    if (deleted) await classroom.audit.record(client, 'delete-lecture', { classUuid, lecture: deleted });
    return outcome;
  },

  async JoinLecture(context, client, message) {
    const { lectureId, wait } = message.data;
    try {
      return await joinLecture(context, client, message);
    } catch (error) {
      const mustWait = error instanceof Refusal && error.details.entry === 'waiting';
      if (mustWait && wait) await context.waiting.join(client, lectureRoomId(lectureId));
      throw error;
    }
  },

  async ExitLecture(context, client, message) {
    const waitsIn = waitingRoomId(lectureRoomId(message.data.lectureId));
    if (!client.rooms.has(waitsIn)) return exitLecture(context, client, message);
    await context.manager.leave(client, waitsIn);
    return {};
  },

  GetActiveLectureMember: forMembers(async ({ classroom, lecture }, { after, limit }) => ({
    reply: { ...(await classroom.lists.activeMembers(lecture, { after, limit })), status: 200 },
  })),

  SetLectureLiveStatus: forInstructor(
    async ({ classroom, lecture, request, storeAndBroadcast, record }, { status: liveStatus }) => {
      const change = { id: lecture.id, ...liveChange(liveStatus) };
      const outcome = await storeAndBroadcast((announcement) =>
        classroom.store.updateLecture(change, request, announcement),
      );
      if (lecture.isLive && !liveStatus) await record('end-lecture');
      return outcome;
    },
  ),

  RaiseHand: forMembers(({ classroom, client, lecture, member, roomId, changeAndBroadcast }) => {
    if (!client.rooms.has(roomId)) throw new Refusal('forbidden', 'join the lecture first');
    return changeAndBroadcast(async () => {
      const { hands, changed } = await classroom.states.raiseHand(lecture, toClassMember(member, true));
      return { value: { hands, status: 200 }, repeated: !changed };
    });
  }),

  LowerHand: forMembers(
    async (
      { classroom, client, lecture, member, changeAndBroadcast, record },
      { userId = client.user.id },
    ) => {
      const own = userId === client.user.id;
      if (!own && member.memberType !== 'instructor') {
        throw new Refusal('forbidden', 'only the instructor is allowed to lower the hands of others');
      }
      let lowered = false;
      const outcome = await changeAndBroadcast(async () => {
        const { hands, changed } = await classroom.states.lowerHand(lecture, userId);
        lowered = changed;
        return { value: { hands, status: 200 }, repeated: !changed };
      });
      if (lowered && !own) await record('lower-hand', { targetId: userId });
      return outcome;
    },
  ),

  LowerAllHands: forInstructor(async ({ classroom, lecture, changeAndBroadcast, record }) => {
    let lowered = false;
    const outcome = await changeAndBroadcast(async () => {
      const { hands, changed } = await classroom.states.lowerHand(lecture, undefined);
      lowered = changed;
      return { value: { hands, status: 200 }, repeated: !changed };
    });
    if (lowered) await record('lower-hand');
    return outcome;
  }),

  SetSpeechMode: forInstructor(
    async ({ classroom, lecture, request, storeAndBroadcast, record }, { mode }) => {
      const change = { id: lecture.id, speech: mode };
      const outcome = await storeAndBroadcast((announcement) =>
        classroom.store.updateLecture(change, request, announcement),
      );
      if (mode !== lecture.speech) await record('speech-mode', { detail: mode });
      return outcome;
    },
  ),

  GrantSpeech: forInstructor(({ classroom, lecture, changeAndBroadcast }, { userId }) =>
    changeAndBroadcast(async () => {
      const { granted, hands } = await classroom.states.grant(lecture, userId);
      return { value: { speech: { mode: lecture.speech, granted }, hands, status: 200 } };
    }),
  ),

  RevokeSpeech: forInstructor(async ({ classroom, lecture, changeAndBroadcast, record }, { userId }) => {
    const had = (await classroom.states.get(lecture.id)).granted.includes(userId);
    const outcome = await changeAndBroadcast(async () => {
      const { granted } = await classroom.states.revoke(lecture, userId);
      return { value: { speech: { mode: lecture.speech, granted }, status: 200 } };
    });
    if (had) await record('revoke-speech', { targetId: userId });
    return outcome;
  }),

  DropParticipant: forInstructor(
    async (
      { classroom: { store }, request, storeAndBroadcast, record },
      { classUuid, lectureId, userId, scope = 'lecture' },
    ) => {
      const removed = await store.member(classUuid, userId);
      if (!removed) throw new Refusal('not-found', 'the user is not enrolled in this class');
      if (removed.memberType === 'instructor') {
        throw new Refusal('forbidden', 'an instructor cannot be removed');
      }
      let isNew = false;
      const excluded = { classUuid, userId, ...(scope === 'lecture' && { lectureId }) };
      const outcome = await storeAndBroadcast(
        async (announcement) => {
          const result = await store.exclude(excluded, request, announcement);
          isNew = !result.repeated;
          return result;
        },
        { classUuid, lectureId, userId, scope },
      );
      if (isNew) await record(scope === 'class' ? 'ban' : 'remove', { targetId: userId });
      return outcome;
    },
  ),

  GetAttendance: forInstructor(async ({ classroom, lecture }, { after, limit = PAGE.maxSize }) => {
    const query = { mergeGap: ATTENDANCE_GAP_MS, after, limit };
    const { items, ...rest } = await classroom.store.attendance(lecture.id, query);
    const attendance = items.flatMap(({ user, spans }) =>
      spans.map(({ from, to }) => ({
        userId: user.id,
        userName: user.name,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      })),
    );
    return { reply: { attendance, ...rest, status: 200 } };
  }),

  async GetLectureCalendar({ classroom: { access, calendar } }, client, message) {
    const { classUuid, lectureId, page } = message.data;
    await access.requireClassMember(client, classUuid);
    return { reply: { calendar: await calendar.ofLecture(classUuid, lectureId, page), status: 200 } };
  },
};
