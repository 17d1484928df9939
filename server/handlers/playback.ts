import type { ClientData, Granted, Playback } from 'lectern-protocol';
import { pause, play, seek } from '../playback/timeline.js';
import type { FamilyRoutes, Handler } from './context.js';
import { forInstructor } from './lecture-request.js';

type DriveType = 'InstructorPlay' | 'InstructorPause' | 'InstructorTimeChange';

/** Changes a lecture's timeline for its instructor and informs the others. */
const drive = <K extends DriveType>(
  change: (playback: Playback, now: number, data: ClientData[K]) => Playback,
  told: (playback: Playback, data: ClientData[K]) => Granted<K>['data'],
): Handler<K> =>
  forInstructor<K>(({ classroom, lecture, changeAndTellOthers }, data) =>
    changeAndTellOthers(async () => {
      const playback = await classroom.states.changePlayback(lecture, (before, now) =>
        change(before, now, data),
      );
      return { value: told(playback, data) };
    }),
  );

/** Synchronized playback (docs/protocol.md#playback). */
export const playbackRoutes: FamilyRoutes<'playback'> = {
  InstructorTimeChange: drive(
    (playback, now, { newtime, rate }) => seek(playback, now, newtime, rate),
    (playback, { newtime }) => ({ newtime, playback }),
  ),

  InstructorPlay: drive(play, (playback) => ({ playback })),

  InstructorPause: drive(pause, (playback) => ({ playback })),

  SelectVideo: forInstructor(({ classroom, lecture, request, storeAndBroadcast }, { selectedVideoIdx }) =>
    storeAndBroadcast((announcement) =>
      classroom.store.updateLecture({ id: lecture.id, videoIdx: selectedVideoIdx }, request, announcement),
    ),
  ),

  SyncClock({ classroom }, _, { data }) {
    const t1 = classroom.clock();
    return { reply: { t0: data.t0, t1, t2: classroom.clock() } };
  },
};
