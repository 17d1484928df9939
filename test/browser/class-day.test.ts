import t from 'tap';
import { Day } from './class-day/day.js';
import { live } from './class-day/live.js';
import { someActions } from './class-day/playback.js';

// How quick it all is, class-day.js prints.
t.test('a teacher and four students live through a day of their class', async (t) => {
  // On a busy machine what the others do meanwhile takes longer than a page's place is kept.
  const day = await Day.begin(t, { LECTERN_RECONNECTION_TIMEOUT: '120' });
  await live(day, { chatRounds: 1, actions: someActions, seconds: 1, missed: 3 });
});
