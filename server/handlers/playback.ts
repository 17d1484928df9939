import type { Playback, ServerData } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import { lectureRoomId } from '../chat/room-id.js';
import { type Classroom, requestOf } from '../classroom/classroom.js';
import { pause, play, seek, select } from '../playback/timeline.js';
import type { Message } from '../protocol/codec.js';
import type { FamilyRoutes } from './context.js';

type Change = (playback: Playback, now: number) => Playback;

/** Moves a lecture's timeline for its instructor, and tells the others. */
async function drive<T extends 'InstructorPlay' | 'InstructorPause' | 'InstructorTimeChange'>(
  classroom: Classroom,
  client: ChatClient,
  message: Message<T>,
  change: Change,
  say: (playback: Playback) => ServerData[T],
): Promise<undefined> {
  const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
  const type = message.entry.type as T;
  await classroom.announcements.tellOthers(client, message, lectureRoomId(lecture.id), type, async () => ({
    value: say(await classroom.states.changePlayback(lecture, change)),
  }));
  return undefined;
}

/** Synchronized playback (docs/protocol.md#playback). */
export const playbackRoutes: FamilyRoutes<'playback'> = {
  InstructorTimeChange({ classroom }, client, message) {
    const { newtime, rate } = message.data;
    const change: Change = (playback, now) => seek(playback, now, newtime, rate);
    return drive(classroom, client, message, change, (playback) => ({ newtime, playback }));
  },

  InstructorPlay({ classroom }, client, message) {
    return drive(classroom, client, message, play, (playback) => ({ playback }));
  },

  InstructorPause({ classroom }, client, message) {
    return drive(classroom, client, message, pause, (playback) => ({ playback }));
  },

  async SelectVideo({ classroom }, client, message) {
    const { selectedVideoIdx } = message.data;
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    const kept = { id: lecture.id, videoIdx: selectedVideoIdx };
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'SelectVideo',
      async () => {
        const { repeated } = await classroom.store.updateLecture(kept, requestOf(client, message));
        const playback = repeated
          ? (await classroom.states.get(lecture.id, selectedVideoIdx)).playback
          : await classroom.states.changePlayback(lecture, (state, now) =>
              select(state, now, selectedVideoIdx),
            );
        return { value: { selectedVideoIdx, playback, status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  SyncClock({ classroom }, client, message) {
    const t1 = classroom.clock();
    client.reply(message, 'SyncClock', { t0: message.data.t0, t1, t2: classroom.clock() });
    return undefined;
  },
};
