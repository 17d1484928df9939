import { computed, type ReadonlySignal } from '@preact/signals';
import type { ShownPerson } from '../people.js';
import type { LectureSession } from './lecture-session.js';

/** A person on the stage. */
export interface StagePerson {
  shown: ShownPerson;
  /** The user's ID. */
  userId: string;
  teaches: boolean;
}

/** The people of a lecture without videos who share their screen, and those who have a tile. */
export interface StagePeople {
  screens: readonly StagePerson[];
  tiles: readonly StagePerson[];
}

/**
 * Returns the people on the stage, the teacher first. A camera makes a tile, and so does the voice of the teacher. Those
 * who are not allowed to speak have neither camera nor screen here.
 */
export function stagePeople({ voices, self, teachers }: LectureSession): ReadonlySignal<StagePeople> {
  return computed(() => {
    const all = (voices.value?.people.value ?? []).map((shown): StagePerson => {
      const { own, user } = shown.person.value;
      const userId = (own ? self.value : user) ?? shown.id;
      return { shown, userId, teaches: teachers.value.has(userId) };
    });
    all.sort((one, other) => Number(other.teaches) - Number(one.teaches));
    return {
      screens: all.filter(({ shown }) => shown.person.value.screen),
      tiles: all.filter(({ shown, teaches }) => {
        const { camera, state, listening, muted } = shown.person.value;
        return camera || (teaches && state === 'connected' && !listening && !muted);
      }),
    };
  });
}
