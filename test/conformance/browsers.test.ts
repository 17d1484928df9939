import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, person } from '../helpers/test-class.js';

await target((server) => {
  t.test('another browser becomes one of the same user, with a link that can be used once', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    teacher.client.send('profile', { username: 'Ms Kim' });
    const { secret, lifetime } = await ask(teacher, 'create-browser-link', { name: 'Chrome on Linux' });
    t.match(secret, /^[\w-]{32}$/);
    t.ok(lifetime > 0 && lifetime <= 600);
    const other = await person(t, server);
    const used = await ask(other, 'use-browser-link', { secret, name: 'Safari on iPhone' });
    t.match(used, { user_id: teacher.userId, username: 'Ms Kim' });
    const again = await person(t, server);
    const refusal = await again.client.request('use-browser-link', { secret, name: 'Thief' });
    t.match(refusal, { type: 'error', data: { code: 'not-found', of: 'use-browser-link' } });

    const linked = await person(t, server, used.token);
    t.equal(linked.userId, teacher.userId);
    t.match((await ask(linked, 'JoinClass', { classUuid })).instructor, { userId: linked.userId });
    const { browsers } = await ask(linked, 'get-browsers', undefined);
    t.match(browsers, [
      { name: 'Chrome on Linux', current: false },
      { name: 'Safari on iPhone', current: true },
    ]);
  });

  t.test('a browser that is signed out is disconnected, and its identity no longer works', async (t) => {
    const [first, second] = [await person(t, server), await person(t, server)];
    const { secret } = await ask(first, 'create-browser-link', { name: 'Laptop' });
    const { token } = await ask(second, 'use-browser-link', { secret, name: 'Phone' });
    const phone = await person(t, server, token);
    const { browsers } = await ask(phone, 'get-browsers', undefined);
    const laptop = browsers.find(({ current }) => !current);
    t.match(await phone.client.request('sign-out-browser', { id: laptop?.id ?? '' }), { type: 'accepted' });
    t.match(await first.client.next('drop'), { data: { reason: /revoked/ } });
    t.match(await ask(phone, 'get-browsers', undefined), { browsers: [{ name: 'Phone' }] });
    const back = await server.connect(t, server.endpoint(), ['lectern', `lectern.token.${first.token}`]);
    t.match(await back.next('drop'), { data: { reason: /revoked/ } });
    t.equal((await person(t, server, token)).userId, first.userId, 'the other browser still works');
  });

  t.test('a guest cannot sign out the browsers of others', async (t) => {
    const [ann, eve] = [await person(t, server), await person(t, server)];
    await ask(ann, 'create-browser-link', { name: 'Laptop' });
    const [laptop] = (await ask(ann, 'get-browsers', undefined)).browsers;
    const answer = await eve.client.request('sign-out-browser', { id: laptop?.id ?? '' });
    t.match(answer, { type: 'error', data: { code: 'not-found' } });
    t.same((await ask(eve, 'get-browsers', undefined)).browsers, []);
  });
});
