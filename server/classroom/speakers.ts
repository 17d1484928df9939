import { lectureRoomId } from '../chat/room-id.js';
import type { Lecture, Store } from '../store/store.js';
import type { ChangeBroadcaster } from './change-broadcaster.js';
import type { LectureStates } from './lecture-states.js';

interface Services {
  store: Pick<Store, 'lecture'>;
  states: LectureStates;
  broadcaster: ChangeBroadcaster;
}

/** Ends the raised hands and the rights to speak of users who have left a lecture, or whose role has changed. */
export class Speakers {
  constructor(private readonly services: Services) {}

  async lowerHand(lecture: Lecture, userId: string): Promise<void> {
    const { states, broadcaster } = this.services;
    const { hands } = await states.get(lecture.id);
    if (!hands.some((hand) => hand.userId === userId)) return;
    await broadcaster.broadcastChange(lectureRoomId(lecture.id), 'LowerHand', async () => ({
      value: { hands: (await states.lowerHand(lecture, userId)).hands, status: 200 as const },
    }));
  }

  async revoke(lectureId: number, userId: string): Promise<void> {
    const { store, states, broadcaster } = this.services;
    if (!(await states.get(lectureId)).granted.includes(userId)) return;
    const lecture = await store.lecture(lectureId);
    if (!lecture) return;
    await broadcaster.broadcastChange(lectureRoomId(lectureId), 'RevokeSpeech', async () => {
      const { granted } = await states.revoke(lecture, userId);
      return { value: { speech: { mode: lecture.speech, granted }, status: 200 as const } };
    });
  }
}
