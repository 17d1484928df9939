import type { LoggedIn, ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { target } from '../helpers/conformance.js';
import { enter, make, owner } from '../helpers/owned-room.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

const closed = { status: 'error', code: 'forbidden', entry: 'closed' };
const removed = { status: 'error', code: 'forbidden', removed_from: 'room' };
const forbidden = { type: 'error', data: { code: 'forbidden' } };

await target((server) => {
  t.test('a closed room lets nobody new in; those who are in it stay, and can return', async (t) => {
    const { client: ann, roomId, token } = await make(t, server);
    const ben = await owner(t, server);
    const inside = await enter(t, server, roomId, {}, ben.token);
    t.match(await ann.request('set-entry', { room_id: roomId, entry: 'closed' }), {
      type: 'set-entry',
      data: { room_id: roomId, entry: 'closed' },
    });
    t.match(await inside.client.next('room-settings', ({ data }) => data.entry !== undefined), {
      data: { room_id: roomId, entry: 'closed', own: undefined },
    });
    t.match((await enter(t, server, roomId)).data, closed);
    t.match((await enter(t, server, roomId, {}, token)).data, { status: 'ok' }, 'except for the owner');
    await inside.client.request('logout');
    const back = await enter(t, server, roomId, {}, ben.token);
    t.match(back.data, { status: 'ok' }, 'a member who has left');
    await ann.request('set-entry', { room_id: roomId, entry: 'open' });
    t.match(await back.client.next('room-settings', ({ data }) => data.entry === undefined), { data: {} });
    t.match((await enter(t, server, roomId)).data, { status: 'ok' });
  });

  t.test('a room can be created closed, and update-room opens it', async (t) => {
    const { client, roomId, room } = await make(t, server, { entry: 'closed' });
    t.equal(room.entry, 'closed');
    t.match((await enter(t, server, roomId)).data, closed);
    const { data } = (await client.request('update-room', {
      room_id: roomId,
      entry: 'open',
    })) as ServerMessage<'update-room'>;
    t.equal(data.room.entry, undefined);
    t.match((await enter(t, server, roomId)).data, { status: 'ok' });
  });

  t.test('a removed user is disconnected and stays out until readmitted', async (t) => {
    const { client: ann, roomId, token } = await make(t, server);
    const owns = await enter(t, server, roomId, {}, token);
    t.match(await owns.client.next('room-settings'), { data: { own: true } });
    const ben = await owner(t, server);
    const one = await enter(t, server, roomId, {}, ben.token);
    const two = [one, await enter(t, server, roomId, {}, ben.token)];
    const ids = two.map(({ data }) => (data as LoggedIn).data.id);
    // The room is not told of a client that leaves before it was told that it has joined.
    const here = new Set<string>();
    while (!ids.every((id) => here.has(id))) {
      for (const { id } of (await owns.client.next('client-joined')).data.clients) here.add(id);
    }
    const user = ben.userId;
    const named = { room_id: roomId, user };
    t.match(await ann.request('remove-user', named), { type: 'remove-user', data: named });
    for (const { client } of two) {
      await client.next('drop');
      t.equal((await client.closed).code, 4503);
    }
    const gone = new Set<string>();
    while (!ids.every((id) => gone.has(id))) {
      for (const id of (await owns.client.next('client-left')).data.ids) gone.add(id);
    }
    t.match((await enter(t, server, roomId, {}, ben.token)).data, removed);
    await ann.request('remove-user', named);
    const list = await ann.request('get-removed', { room_id: roomId });
    const { users } = (list as ServerMessage<'get-removed'>).data;
    t.match(users, [{ user, username: String, since: /^\d{4}-/ }]);
    t.equal(users.length, 1, 'once');
    t.match(await ann.request('readmit-user', named), { type: 'readmit-user', data: named });
    t.match(await ann.request('readmit-user', named), { data: { code: 'not-found' } });
    t.match((await enter(t, server, roomId, {}, ben.token)).data, { status: 'ok' });
  });

  t.test('the owner stops the microphone of one user, or of everyone else', async (t) => {
    const { client: outside, roomId, token, userId } = await make(t, server);
    const { client: ann } = await enter(t, server, roomId, {}, token);
    const ben = await owner(t, server);
    const tabs = [
      await enter(t, server, roomId, {}, ben.token),
      await enter(t, server, roomId, {}, ben.token),
    ];
    const cy = await enter(t, server, roomId);
    const told = { room_id: roomId, media: 'camera', by: String } as const;
    const asked = { room_id: roomId, media: 'camera', user: ben.userId } as const;
    t.match(await ann.request('stop-media', asked), { type: 'accepted' });
    for (const { client } of tabs) t.match(await client.next('stop-media'), { data: told });
    for (const client of [ann, cy.client]) await client.none('stop-media');
    t.match(await ann.request('stop-media', { ...asked, user: 'nobody' }), { data: { code: 'not-found' } });
    const all = { room_id: roomId, media: 'microphone' } as const;
    ann.send('stop-media', all);
    for (const client of [ann, cy.client, ...tabs.map(({ client }) => client)]) {
      t.match(await client.next('stop-media'), {
        receiver: `room/${roomId}`,
        data: { ...all, except: [userId] },
      });
    }
    t.match(await cy.client.request('stop-media', all), forbidden);
    t.match(await outside.request('stop-media', all), { data: { code: 'not-in-room' } });
  });

  t.test('the instructor stops the microphones of students; the activity log contains it', async (t) => {
    const { teacher, students, classUuid, roomId } = await startLecture(t, server, 2);
    const [one, other] = students;
    if (!one || !other) throw new Error('expected two students');
    const all = { room_id: roomId, media: 'microphone' } as const;
    t.match(await one.client.request('stop-media', all), forbidden);
    await teacher.client.request('stop-media', all);
    for (const { client } of [one, other]) {
      t.match(await client.next('stop-media'), { data: { ...all, except: [teacher.userId] } });
    }
    await teacher.client.request('stop-media', { room_id: roomId, media: 'screen', user: one.userId });
    t.match(await one.client.next('stop-media'), { data: { media: 'screen', except: undefined } });
    await other.client.none('stop-media');
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.match(entries, [
      { action: 'stop-media', detail: 'microphone', targetId: undefined },
      { action: 'stop-media', detail: 'screen', targetId: one.userId },
    ]);
  });

  t.test('the user who has been in a room without settings for the longest moderates it', async (t) => {
    const roomId = server.newRoom();
    const come = async () => {
      const user = await owner(t, server);
      const { client } = await enter(t, server, roomId, {}, user.token);
      await client.next('room-info', ({ data }) => data.clients.some((each) => each.user === user.userId));
      return { ...user, client };
    };
    const [ann, ben, cy] = [await come(), await come(), await come()];
    const all = { room_id: roomId, media: 'microphone' } as const;
    t.match(await ben.client.request('stop-media', all), forbidden);
    t.match(await ben.client.request('create-room', { room_id: roomId }), { data: { code: 'conflict' } });
    ann.client.send('stop-media', all);
    for (const { client } of [ann, ben, cy]) {
      t.match(await client.next('stop-media'), { data: { ...all, except: [ann.userId] } });
    }
    const named = { room_id: roomId, user: cy.userId };
    t.match(await ann.client.request('remove-user', named), { data: { code: 'not-found' } });

    await ann.client.request('logout');
    await ben.client.next('client-left');
    const one = { ...all, user: cy.userId };
    t.match(await ben.client.request('stop-media', one), { type: 'accepted' });
    t.match(await cy.client.next('stop-media'), { data: { ...all, except: undefined } });
    const closed = { room_id: roomId, entry: 'closed' } as const;
    t.match(await ben.client.request('create-room', closed), { data: { room: { own: true } } });
    t.match(await cy.client.next('room-settings'), { data: { ...closed, own: undefined } });
    await cy.client.request('logout');
    const back = await enter(t, server, roomId, {}, cy.token);
    t.match(back.data, { status: 'ok' }, 'those who were in the room can return');
    t.match(await ben.client.request('remove-user', named), { type: 'remove-user' });
    await back.client.closed;
  });

  t.test('a class room has no moderator by age', async (t) => {
    const { teacher, students, classUuid } = await startLecture(t, server, 1);
    const asked = { room_id: `class_${classUuid}`, media: 'microphone' } as const;
    for (const { client } of [teacher, ...students]) {
      t.match(await client.request('stop-media', asked), { data: { code: /^not-(found|in-room)$/ } });
    }
  });

  t.test('only the owner of a room keeps order in it', async (t) => {
    const { client: ann, roomId, userId } = await make(t, server);
    const { client } = await enter(t, server, roomId);
    const named = { room_id: roomId, user: userId };
    t.match(await client.request('set-entry', { room_id: roomId, entry: 'closed' }), forbidden);
    t.match(await client.request('remove-user', named), forbidden);
    t.match(await client.request('get-removed', { room_id: roomId }), forbidden);
    t.match(await client.request('readmit-user', named), forbidden);
    t.match(await ann.request('remove-user', named), forbidden, 'nor can the owner be removed');
    const unknown = { room_id: roomId, user: 'nobody' };
    t.match(await ann.request('remove-user', unknown), { data: { code: 'not-found' } });
    const plain = { room_id: server.newRoom(), entry: 'closed' } as const;
    t.match(await ann.request('set-entry', plain), { data: { code: 'not-found' } });
  });

  t.test('a closed lecture lets no new student in, and takes no messages from outside', async (t) => {
    const { teacher, students, lecture, classUuid, roomId } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const late = await person(t, server);
    await ask(late, 'EnrollClass', { classUuid });
    const { marker } = await ask(student, 'CreateMarker', {
      ...lecture,
      marker: { markerType: 'Question', videoIndex: 0, time: 1 },
    });
    const entry = { room_id: roomId, entry: 'closed' } as const;
    t.match(await student.client.request('set-entry', entry), forbidden);
    t.match(await teacher.client.request('set-entry', entry), { type: 'set-entry', data: entry });
    t.match(await student.client.next('set-entry'), { receiver: `room/${roomId}`, data: entry });
    t.match((await late.client.request('JoinLecture', lecture)).data, { status: 403, entry: 'closed' });
    t.equal(await refusal(late, 'LiveChatTextMessage', { ...lecture, text: 'hello' }), 403);
    t.equal(await refusal(late, 'GetMarkerMessages', { markerId: marker.id }), 403);
    const { lectures } = await ask(late, 'GetLectures', { classUuid });
    t.match(lectures, [{ entry: 'closed' }]);
    await ask(student, 'LiveChatTextMessage', { ...lecture, text: 'still here' });
    student.client.send('ExitLecture', lecture);
    await ask(student, 'JoinLecture', lecture);
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.match(entries, [{ action: 'entry', detail: 'closed', lectureName: 'Numbers' }]);
    await teacher.client.request('set-entry', { room_id: roomId, entry: 'open' });
    await ask(late, 'JoinLecture', lecture);
  });
});
