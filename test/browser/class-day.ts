import t from 'tap';
import { Day } from './class-day/day.js';
import { type Length, live } from './class-day/live.js';
import { actions } from './class-day/playback.js';
import { table } from './class-day/table.js';

// Goes through a class's day in real browsers, a teacher's and four students', and prints its figures. With a folder, saves
// pictures of all pages in it.
//     npm run class
//     npm run class -- pictures

t.setTimeout(1_200_000);

const length: Length = { chatRounds: 10, actions, grace: 3, seconds: 8, missed: 8, whole: true };

t.test('a teacher and four students go through a day of their class', async (t) => {
  const day = await Day.begin(t, {}, process.argv[2]);
  const figures = await live(day, length);
  console.error(table(day, figures, length));
});
