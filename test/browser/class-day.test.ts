import t from 'tap';
import { Day } from './class-day/day.js';
import { live } from './class-day/live.js';
import { someActions } from './class-day/playback.js';

// class-day.js prints the durations.
t.test('a teacher and four students go through a day of their class', async (t) => {
  // On a busy machine, the other people's actions take longer than the session of a page is kept.
  const day = await Day.begin(t, { LECTERN_RECONNECTION_TIMEOUT: '120' });
  await live(day, { chatRounds: 1, actions: someActions, grace: 0, seconds: 0, missed: 3, whole: false });
});
