import { randomUUID } from 'node:crypto';
import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, person, refusal } from '../helpers/test-class.js';

/** Texts that are neither names nor titles. */
const hidden = ['\u200b', 'Ann\u200b', '\u202enimda', 'A\u0007B', 'Ann\nBo', 'A\ud800', 'Ms\u00a0Kim'];
const badName = { type: 'error', data: { code: 'bad-data', message: /visible name without control/ } };
const badTitle = { type: 'error', data: { code: 'bad-data', message: /without control or invisible/ } };

await target((server) => {
  t.test('an invisible name is refused, and the others keep the old one', async (t) => {
    const room = server.newRoom();
    const { client: ann } = await server.enter(t, room);
    const { client: bo, id } = await server.enter(t, room);
    await bo.request('profile', { username: 'Bo' });
    for (const username of [...hidden, 'Мs Kim']) {
      t.match(await bo.request('profile', { username }), { ...badName, data: { pointer: '/username' } });
    }
    const info = await ann.request('get-room-info');
    t.match(info.data, { clients: [{}, { id, username: 'Bo' }] });
  });

  t.test('a name is normalized, and keeps the joiners of emoji and of spellings', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    const names = {
      ' Zoe\u0308  \u3000Kim ': 'Zoë Kim',
      '👩\u200d💻 علی\u200cرضا': '👩\u200d💻 علی\u200cرضا',
    };
    for (const [given, stored] of Object.entries(names)) {
      t.match(await client.request('profile', { username: given }), { type: 'accepted' });
      const info = await client.request('get-room-info');
      t.match(info.data, { clients: [{ id, username: stored }] });
    }
  });

  t.test('the name in a text is cleaned', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    await client.request(
      'text',
      { from: '\u202eAnn\u200b', time: 1, text: '\u202etext' },
      { receiver: 'room' },
    );
    t.match((await client.next('text')).data, { from: 'Ann', text: '\u202etext' });
  });

  t.test('the names of screens follow the same rules', async (t) => {
    const { client } = await server.enter(t);
    for (const at of ['/layout', '/bus'] as const) {
      const room = randomUUID();
      for (const name of hidden) t.match(await client.request(`${at} JOIN`, { room, name }), badName);
      await client.request(`${at} JOIN`, { room, name: ' tv  1 ' });
      t.match((await client.request(`${at} CLIENTS`, { room })).data, { clients: ['tv 1'] });
    }
  });

  t.test('titles of rooms have no hidden characters', async (t) => {
    const { client } = await server.enter(t);
    const programme = { receiver: `/programme/${randomUUID()}` };
    for (const title of hidden) {
      t.match(await client.request('create-room', { title }), badTitle);
      t.match(await client.request('/programme createRoom', { title, max: 2 }, programme), badTitle);
    }
    const { data } = await client.request('create-room', { title: ' α  rays ' });
    t.match(data, { room: { title: 'α rays' } });
  });

  t.test('titles of classes and lectures have no hidden characters', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    const lecture = { classUuid, lectureDate: '2026-11-21', playlist: 'a.mp4' };
    for (const title of hidden) {
      t.equal(await refusal(teacher, 'CreateClass', { title }), 400);
      t.equal(await refusal(teacher, 'CreateClass', { title: 'Algebra', subtitle: title }), 400);
      t.equal(await refusal(teacher, 'CreateLecture', { ...lecture, lectureName: title }), 400);
    }
    const made = await ask(teacher, 'CreateLecture', { ...lecture, lectureName: ' α  rays ' });
    t.equal(made.lecture.lectureName, 'α rays');
  });

  t.test('the date of a lecture is a day that exists, or a time with its offset', async (t) => {
    const teacher = await person(t, server);
    const { class: made } = await ask(teacher, 'CreateClass', { title: 'Algebra' });
    const lecture = { classUuid: made.uuid, lectureName: 'Numbers', playlist: 'a.mp4' };
    for (const lectureDate of ['2026-02-30', '2026-12-24T09:00:00', '12/24/2026', 'tomorrow', '']) {
      t.equal(await refusal(teacher, 'CreateLecture', { ...lecture, lectureDate }), 400, lectureDate);
    }
    for (const lectureDate of ['2026-11-21', '2026-11-21T14:30:00+09:00', '2026-11-21T05:30Z']) {
      const { lecture: created } = await ask(teacher, 'CreateLecture', { ...lecture, lectureDate });
      t.equal(created.lectureDate, lectureDate);
    }
  });
});
