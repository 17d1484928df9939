import type { Store } from '../../server/store/store.js';
import { fill, sizes } from './store-filling.js';
import { makeLecture, onEachDatabase, percentile } from './store-targets.js';

// Prints how long the pages of a lecture take to read: of an empty one, of one with a page of messages and markers, and
// of one with 100,000 messages and 5,000 markers.
//
//     node dist/test/faults/store-pages.js

const TIMES = 500;

/** The reads when a lecture is opened. */
const opening: Record<string, (store: Store, lectureId: number) => Promise<{ items: unknown[] }>> = {
  'chat, newest page': (store, id) => store.chatMessages(id),
  'markers, newest page': (store, id) => store.markers(id, 0),
  'chat, a page amid': (store, id) => store.chatMessages(id, { before: sizes.long.messages / 2 }),
};

await onEachDatabase(async ({ name, store, execute }) => {
  const lectures: Record<string, number> = {};
  for (const [which, size] of Object.entries(sizes)) {
    const { id } = await makeLecture(store);
    lectures[which] = id;
    await fill(execute, { lectureId: id, userId: 'teacher' }, size);
  }
  for (const [what, read] of Object.entries(opening)) {
    for (const [which, id] of Object.entries(lectures)) {
      const times: number[] = [];
      let items = 0;
      for (let time = 0; time < TIMES; time += 1) {
        const started = performance.now();
        items = (await read(store, id)).items.length;
        times.push(performance.now() - started);
      }
      const ms = (percent: number): string => percentile(times, percent).toFixed(2);
      console.log(
        `${name}, ${what}, ${which} lecture: ${items} items, median ${ms(50)} ms, p99 ${ms(99)} ms`,
      );
    }
  }
});
