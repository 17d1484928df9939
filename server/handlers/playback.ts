import type { Playback } from '../../schemas/generated/messages.js';
import type { ChatClient } from '../chat/chat-client.js';
import { type Classroom, lectureRoom, requestOf } from '../classroom/classroom.js';
import { pause, play, seek, select } from '../playback/timeline.js';
import type { FamilyRoutes } from '../protocol/router.js';

type Change = (playback: Playback, now: number) => Playback;

/** Moves a lecture's timeline for its instructor. */
async function drive(
  classroom: Classroom,
  client: ChatClient,
  named: { classUuid: string; lectureId: number },
  change: Change,
): Promise<{ roomId: string; playback: Playback }> {
  const { lecture } = await classroom.rights.lectureInstructor(client, named);
  return {
    roomId: lectureRoom(lecture.id),
    playback: await classroom.states.changePlayback(lecture, change),
  };
}

/** Playback in step (protocol, section 4). */
export const playbackRoutes: FamilyRoutes<'playback'> = {
  async InstructorTimeChange({ classroom }, client, message) {
    const { newtime, rate } = message.data;
    const change: Change = (playback, now) => seek(playback, now, newtime, rate);
    const { roomId, playback } = await drive(classroom, client, message.data, change);
    await classroom.tellOthers(client, message, roomId, 'InstructorTimeChange', { newtime, playback });
    return undefined;
  },

  async InstructorPlay({ classroom }, client, message) {
    const { roomId, playback } = await drive(classroom, client, message.data, play);
    await classroom.tellOthers(client, message, roomId, 'InstructorPlay', { playback });
    return undefined;
  },

  async InstructorPause({ classroom }, client, message) {
    const { roomId, playback } = await drive(classroom, client, message.data, pause);
    await classroom.tellOthers(client, message, roomId, 'InstructorPause', { playback });
    return undefined;
  },

  async SelectVideo({ classroom }, client, message) {
    const { selectedVideoIdx } = message.data;
    const { lecture } = await classroom.rights.lectureInstructor(client, message.data);
    const kept = { id: lecture.id, videoIdx: selectedVideoIdx };
    const { repeated } = await classroom.store.updateLecture(kept, requestOf(client, message));
    const playback = repeated
      ? (await classroom.states.get(lecture.id, selectedVideoIdx)).playback
      : await classroom.states.changePlayback(lecture, (state, now) => select(state, now, selectedVideoIdx));
    await classroom.announce(client, message, lectureRoom(lecture.id), 'SelectVideo', {
      value: { selectedVideoIdx, playback, status: 200 },
      repeated,
    });
    return undefined;
  },

  SyncClock({ classroom }, client, message) {
    const t1 = classroom.clock();
    client.reply(message, 'SyncClock', { t0: message.data.t0, t1, t2: classroom.clock() });
    return undefined;
  },
};
