import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Manager } from 'lectern-client';
import { type Person, personOf, sameInLooks } from './person.js';
import { playVoice } from './sound.js';

/** A participant shown in a room: the properties, which change rarely, and the level, which changes constantly. */
export interface ShownPerson {
  id: string;
  person: Signal<Person>;
  level: Signal<number>;
  /** Says how wide the participant's camera is shown; undefined for the user's own. */
  setCameraWidth?: (width: number) => void;
}

/**
 * Keeps `people` equal to the participants in a manager's room, the user first, until the returned function is
 * called.
 */
export function followPeople(manager: Manager, people: Signal<ShownPerson[]>): () => void {
  const oneself: ShownPerson = { id: 'self', person: signal(personOf(manager.self)), level: signal(0) };
  const show = (): void => {
    const shown = new Map(people.peek().map((each) => [each.id, each]));
    const others = [...manager.participants.values()].map(
      (participant): ShownPerson =>
        shown.get(participant.id) ?? {
          id: participant.id,
          person: signal(personOf(participant)),
          level: signal(0),
          setCameraWidth: (width) => manager.setCameraWidth(participant.id, width),
        },
    );
    people.value = [oneself, ...others];
  };
  const update = (shown: ShownPerson | undefined, person: Person): void => {
    if (shown && !sameInLooks(shown.person.peek(), person)) shown.person.value = person;
  };
  show();
  const ends = [
    manager.on('participants', show),
    manager.on('participant', (participant) =>
      update(
        people.peek().find(({ id }) => id === participant.id),
        personOf(participant),
      ),
    ),
    manager.on('self', (self) => update(oneself, personOf(self))),
    manager.on('levels', () => {
      oneself.level.value = manager.self.level;
      for (const { id, level } of people.peek()) {
        const participant = manager.participants.get(id);
        if (participant) level.value = participant.level;
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
    people.value = [];
  };
}

/** Plays the voices of all people, until the returned function is called. */
export function followVoices(people: ReadonlySignal<ShownPerson[]>): () => void {
  const playing = new Map<MediaStream, () => void>();
  const streams = computed(() => new Set(people.value.flatMap(({ person }) => person.value.audio ?? [])));
  const stop = streams.subscribe((present) => {
    for (const [stream, end] of playing) {
      if (present.has(stream)) continue;
      end();
      playing.delete(stream);
    }
    for (const stream of present) if (!playing.has(stream)) playing.set(stream, playVoice(stream));
  });
  return () => {
    stop();
    for (const end of playing.values()) end();
  };
}
