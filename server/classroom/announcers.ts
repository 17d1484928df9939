import { classRoomId, lectureRoomId } from '../chat/room-id.js';
import { beginning, follow, select } from '../playback/timeline.js';
import type { Membership } from '../store/store.js';
import type { Announced, Announcers, Payload } from './announced.js';
import type { ChangeBroadcaster } from './change-broadcaster.js';
import type { ClassLists } from './class-lists.js';
import type { Deletions } from './deletions.js';
import type { Exclusions } from './exclusions.js';
import type { LectureStates } from './lecture-states.js';
import type { Memberships } from './memberships.js';
import type { PrivateMessages } from './private-messages.js';
import { type Recordings, wireState } from './recordings.js';
import { toSavedMessage, toWireMarker, translationStatus } from './saved-message.js';
import type { Speakers } from './speakers.js';

/** The parts of the classroom that announcements need. */
interface Parts {
  readonly lists: ClassLists;
  readonly states: LectureStates;
  readonly deletions: Deletions;
  readonly exclusions: Exclusions;
  readonly memberships: Memberships;
  readonly privateMessages: PrivateMessages;
  readonly speakers: Speakers;
  readonly broadcaster: ChangeBroadcaster;
  readonly recordings: Recordings;
  lecturesChanged(classUuid: string): void;
  membersChanged(classUuid: string): void;
}

/** Returns how each kind of stored change is announced. The parts are used later. */
export const announcersOf = (parts: Parts): Announcers => ({
  UpdateClass: {
    payload: ({ value: { uuid, title, subtitle } }) => ({ classUuid: uuid, title, subtitle, status: 200 }),
  },

  LeaveClass: endOfMembership(parts, 'LeaveClass'),

  RemoveMember: endOfMembership(parts, 'RemoveMember'),

  SetMemberType: {
    payload: ({ value }) => ({ ...value, status: 200 }),
    async complete({ value }) {
      await parts.memberships.apply('SetMemberType', value);
      parts.membersChanged(value.classUuid);
    },
  },

  CreateLecture: {
    payload: async ({ value }) => ({ lecture: await parts.lists.lecture(value), status: 200 }),
  },

  UpdateLecture: {
    async prepare({ value }, isLate) {
      const { id, videoIdx } = value;
      if (isLate && (await parts.states.get(id)).playback.videoIdx === videoIdx) return;
      await parts.states.changePlayback(value, (state, now) => follow(state, now, value));
    },
    payload: (announced) => updatedLecture(parts, announced),
    async complete(announced) {
      const { classUuid } = announced.value;
      await parts.broadcaster.broadcastChange(classRoomId(classUuid), 'UpdateLecture', async () => ({
        value: await updatedLecture(parts, announced),
      }));
      parts.lecturesChanged(classUuid);
    },
  },

  DeleteLecture: {
    payload: ({ value: { classUuid, id } }) => ({ classUuid, lectureId: id, status: 200 }),
    async complete({ value: { classUuid, id } }) {
      await parts.deletions.end({ classUuid, lectureIds: [id], whole: false });
      await parts.recordings.folder?.removeLecture(id);
      parts.lecturesChanged(classUuid);
    },
  },

  DeleteClass: {
    payload: ({ value: { uuid } }) => ({ classUuid: uuid, status: 200 }),
    async complete({ value: { uuid, lectureIds } }) {
      await parts.deletions.end({ classUuid: uuid, lectureIds, whole: true });
      for (const id of lectureIds) await parts.recordings.folder?.removeLecture(id);
    },
  },

  SetLectureLiveStatus: {
    async prepare({ value }) {
      if (!value.isLive) await parts.states.changePlayback(value, (_, now) => beginning(now));
    },
    payload: ({ value }) => ({ liveStatus: value.isLive, status: 200 }),
    async complete({ value }) {
      parts.lecturesChanged(value.classUuid);
      if (!value.isLive && value.recordingId !== undefined) await parts.recordings.end(value.id, 'ended');
    },
  },

  SetRecording: {
    payload: ({ value }) => ({
      recording: wireState(value),
      ...(value.reason && { reason: value.reason }),
      status: 200,
    }),
  },

  RecordingReady: {
    payload: ({ value: { id, lectureId } }) => ({ lectureId, recordingId: id, status: 200 }),
  },

  DeleteRecording: {
    payload: ({ value: { id, lectureId } }) => ({ lectureId, recordingId: id, status: 200 }),
    complete: async ({ value }) => parts.recordings.folder?.remove(value),
  },

  SetSpeechMode: {
    async payload({ value: { id, speech: mode } }) {
      const { granted } = await parts.states.get(id);
      return { speech: { mode, granted }, status: 200 };
    },
  },

  'set-entry': {
    payload: ({ value }) => ({ room_id: lectureRoomId(value.id), entry: value.entry ?? 'open' }),
    async complete({ value }) {
      parts.lecturesChanged(value.classUuid);
    },
  },

  SelectVideo: {
    async prepare({ value }, isLate) {
      const { id, videoIdx } = value;
      if (isLate && (await parts.states.get(id)).playback.videoIdx === videoIdx) return;
      await parts.states.changePlayback(value, (state, now) => select(state, now, videoIdx));
    },
    async payload({ value: { id, videoIdx } }) {
      const { playback } = await parts.states.get(id, videoIdx);
      return { selectedVideoIdx: videoIdx, playback, status: 200 };
    },
  },

  DropParticipant: {
    payload: ({ about }) => ({ ...about, status: 200 }),
    // After the broadcast, so that the user's clients receive it as well.
    async complete({ about }) {
      await parts.exclusions.expel(about);
      await parts.speakers.revoke(about.lectureId, about.userId);
    },
  },

  LiveChatTextMessage: {
    payload: ({ value }) => ({ message: toSavedMessage(value), status: translationStatus(value.text) }),
  },

  LiveChatPrivateMessage: {
    payload: ({ value, about: { classUuid, lectureId } }) => ({
      classUuid,
      lectureId,
      message: toSavedMessage(value),
      status: translationStatus(value.text),
    }),
    receivers: ({ value, about }) => parts.privateMessages.receivers(value, about),
  },

  LiveChatAudioSaved: { payload: ({ value }) => ({ message: toSavedMessage(value), status: 200 }) },

  DeleteLiveChatMessage: { payload: ({ value: { messageId } }) => ({ messageId, status: 200 }) },

  ClearChat: { payload: ({ value: { lectureId } }) => ({ lectureId, status: 200 }) },

  CreateMarker: { payload: ({ value }) => ({ marker: toWireMarker(value), status: 200 }) },

  DeleteMarker: { payload: ({ value }) => ({ markerId: value.id, status: 200 }) },

  SetMarkerAnswered: {
    payload: ({ value: { id, answered } }) => ({ markerId: id, answered, status: 200 }),
  },

  MarkerTextMessage: {
    payload: ({ value, about }) => ({
      markerId: about.markerId,
      savedMessage: toSavedMessage(value),
      status: translationStatus(value.text),
    }),
  },
});

/** Returns the payload about a changed lecture, for its own room and for that of its class. */
async function updatedLecture(
  { lists, states }: Parts,
  { value: { restarts, ...lecture } }: Announced['UpdateLecture'],
): Promise<Payload<'UpdateLecture'>> {
  const { playback } = await states.get(lecture.id, lecture.videoIdx);
  return { lecture: await lists.listed(lecture), playback, status: 200 };
}

/** Returns how the end of a membership is announced. */
const endOfMembership = (parts: Parts, type: 'LeaveClass' | 'RemoveMember'): Announcers[typeof type] => ({
  payload: ({ value: { classUuid, userId } }) => ({ classUuid, userId, status: 200 }),
  // After the broadcast, so that the user's clients receive it as well.
  async complete({ value }: { value: Membership }) {
    await parts.memberships.apply(type, value);
    parts.membersChanged(value.classUuid);
  },
});
