import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { come, createClass, lecture } from './classes-steps.js';

t.test('a class page shows the newest lectures, and older ones on request', async (t) => {
  const { url, wsUrl } = await startServer(t, { otherBurst: 1000 });
  const ada = await newPage(t, await launchChromium(t));
  await come(ada, `${url}/classes`, 'Ada');
  const classUuid = (await createClass(ada, 'Algebra')).split('/').at(-1) ?? '';
  const token = await ada.evaluate(() => localStorage.getItem('lectern.identity'));
  const client = await connect(t, wsUrl('/ws'), { protocols: ['lectern', `lectern.token.${token}`] });
  const create = (lectureName: string) =>
    client.request('CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName,
      playlist: 'media/sample.mp4',
    });
  await create('The first one');
  for (let i = 0; i < 50; i++) await create(`Lecture ${i}.`);

  await ada.reload();
  await lecture(ada, 'Lecture 49.').waitFor();
  t.equal(await ada.locator('.lecture-card').count(), 50);
  t.equal(await lecture(ada, 'The first one').count(), 0);
  await ada.getByRole('button', { name: 'Show older lectures' }).click();
  await lecture(ada, 'The first one').waitFor();
  t.equal(await ada.locator('.lecture-card').count(), 51, 'in addition to the others');
  t.equal(await ada.getByRole('button', { name: 'Show older lectures' }).count(), 0);

  await create('One more');
  await lecture(ada, 'One more').waitFor();
  t.equal(await ada.locator('.lecture-card').count(), 52, 'a change keeps the older lectures');
});
