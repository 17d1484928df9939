import type { Store } from '../../server/store/store.js';
import { makeLecture, onEachDatabase, percentile } from './store-targets.js';

// Prints how long a lecture takes to open: an empty one, one with a page of chat messages and one of markers, and one
// with 100,000 messages and 5,000 markers.
//
//     node dist/test/faults/store-pages.js

const sizes = {
  empty: { messages: 0, markers: 0 },
  short: { messages: 50, markers: 50 },
  long: { messages: 100_000, markers: 5000 },
};
const TIMES = 500;

const words = JSON.stringify({
  result: 'A sentence of the usual length, as people write them.',
  status: 200,
});
const text = `{"ko":${words},"en":${words}}`;
const upTo = (count: number): string =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

/** What a page asks for when it is opened. */
const opening: Record<string, (store: Store, lectureId: number) => Promise<{ items: unknown[] }>> = {
  'chat, newest page': (store, id) => store.chatMessages(id),
  'markers, newest page': (store, id) => store.markers(id, 0),
  'chat, a page amid': (store, id) => store.chatMessages(id, { before: sizes.long.messages / 2 }),
};

await onEachDatabase(async ({ name, store, execute }) => {
  const lectures: Record<string, number> = {};
  for (const [which, { messages, markers }] of Object.entries(sizes)) {
    const { id } = await makeLecture(store);
    lectures[which] = id;
    await execute(
      `insert into chat_messages (lecture_id, sender_id, date_str, text)
        ${upTo(messages)} select ${id}, 'teacher', '9:41', '${text}' from n where i <= ${messages}`,
    );
    await execute(
      `insert into markers (lecture_id, video_index, time, marker_type, creator_id, created_ms)
        ${upTo(markers)} select ${id}, 0, i, 'Question', 'teacher', 0 from n where i <= ${markers}`,
    );
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
