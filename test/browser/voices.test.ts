import { once } from 'node:events';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import type { Options } from '../../server/index.js';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { freePort } from '../helpers/free-port.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPage, openPair, sees } from './visitors.js';

const browser = await launchChromium(t);

/** Two people who hear each other: Bo makes the offers. */
async function pair(t: Test, expected?: RegExp, options: Partial<Options> = {}) {
  const server = await startServer(t, options);
  const room = 'blue';
  const [offers, answers] = await openPair(t, browser, server.url, room, expected);
  await enter(answers, { room, username: 'Ada' });
  await enter(offers, { room, username: 'Bo' });
  await Promise.all([hears(answers, 'Bo'), hears(offers, 'Ada')]);
  const both: [page: Page, name: string, other: Page, otherName: string][] = [
    [offers, 'Bo', answers, 'Ada'],
    [answers, 'Ada', offers, 'Bo'],
  ];
  return { server, room, both };
}

t.test('three people hear each other, see names, levels and quality, and write', async (t) => {
  const names = ['Ada', 'Bo', 'Cy'];
  const { url } = await startServer(t);
  const pages: Page[] = [];
  for (const username of names) {
    const page = await openPage(t, browser, url);
    await enter(page, { room: 'blue', username });
    pages.push(page);
  }
  for (const [index, page] of pages.entries()) {
    for (const other of names.filter((name) => name !== names[index])) {
      await hears(page, other);
      await page.waitForFunction((name) => visitor.highestLevel(name) > 0.3, other);
      await page.waitForFunction((name) => visitor.of(name)?.quality?.rtt !== undefined, other);
      const seen = await page.evaluate((name) => visitor.of(name), other);
      t.match(seen, { state: 'connected', muted: false, listening: false, quality: { relayed: false } });
      t.equal(seen?.trouble, undefined);
    }
    t.equal(await page.evaluate(() => visitor.connections.length), 2);
  }
  await pages[0]?.evaluate(() => visitor.manager?.sendText('hello'));
  for (const page of pages) await page.waitForFunction(() => visitor.texts.length > 0);
  t.same(await pages[1]?.evaluate(() => visitor.texts), [{ username: 'Ada', text: 'hello', own: false }]);
  t.same(await pages[0]?.evaluate(() => visitor.texts), [{ username: 'Ada', text: 'hello', own: true }]);
});

for (const offers of [true, false]) {
  t.test(
    `a listener who ${offers ? 'offers' : 'answers'} hears and is not heard, until they add a microphone`,
    async (t) => {
      const { url } = await startServer(t);
      const [first, second] = await openPair(t, browser, url, 'blue');
      const [listener, speaker] = offers ? [first, second] : [second, first];
      for (const page of [second, first]) {
        const person = page === speaker ? { username: 'Ada' } : { username: 'Bo', microphone: false };
        await enter(page, { room: 'blue', ...person });
      }
      await hears(listener, 'Ada');
      await sees(speaker, 'Bo', { state: 'connected', listening: true, audio: false });
      t.equal(await speaker.evaluate(() => visitor.energy('Bo')), 0);
      await listener.evaluate(() => visitor.setTone());
      await hears(speaker, 'Bo');
      await sees(speaker, 'Bo', { listening: false });
      await listener.evaluate(() => visitor.manager?.setMicrophone(undefined));
      await sees(speaker, 'Bo', { listening: true, audio: false });
      t.equal(await speaker.evaluate(() => visitor.connections.length), 1);
    },
  );
}

t.test('one person leaves and returns, and one loses the connection', async (t) => {
  const { server, room, both } = await pair(t, undefined, { reconnectionTimeout: 1 });
  for (const [page, name, other] of both) {
    await page.evaluate(() => visitor.manager?.leave());
    await other.waitForFunction(() => visitor.others.length === 0 && visitor.connections.length === 0);
    await other.evaluate(() => visitor.reset());
    await enter(page, { room, username: name });
    await hears(other, name);
  }
  const [[page, , other, otherName]] = both as [(typeof both)[0]];
  await other.context().close();
  await page.waitForFunction(() => visitor.others.length === 0);
  const again = await openPage(t, browser, server.url);
  await enter(again, { room, username: otherName });
  await Promise.all([hears(page, otherName), hears(again, 'Bo')]);
});

t.test('the server is restarted and they hear each other again', async (t) => {
  const port = await freePort();
  const { server, both } = await pair(t, LOST, { port });
  const ids = await Promise.all(both.map(([page]) => page.evaluate(() => visitor.manager?.self.id)));
  await server.server.close({ spread: 0 });
  for (const [page, , , otherName] of both) {
    await page.evaluate(() => visitor.reset());
    await page.waitForFunction(() => visitor.manager?.signaler.state.name !== 'open');
    await hears(page, otherName); // needs no server
  }
  await startServer(t, { port });
  for (const [index, [page]] of both.entries()) {
    await page.waitForFunction(
      (ids) => visitor.manager?.self.id !== ids.own && visitor.others.some(({ id }) => !ids.all.includes(id)),
      { own: ids[index], all: ids },
    );
  }
  for (const [page, , , otherName] of both) {
    await page.evaluate(() => visitor.reset());
    await hears(page, otherName);
    await page.waitForFunction(() => visitor.others.length === 1 && visitor.connections.length === 1);
  }
});

t.test('a camera and a screen are added and removed on either side, and the voices continue', async (t) => {
  const { both } = await pair(t);
  for (const [page, name, other] of both) {
    for (let time = 0; time < 3; time++) {
      await page.evaluate(() => visitor.setCamera(true));
      await sees(other, name, { camera: true, screen: false });
      t.ok((await other.evaluate((name) => visitor.pictureWidth(name, 'camera'), name)) > 100);
      await page.evaluate(() => visitor.setScreen(true));
      await sees(other, name, { camera: true, screen: true });
      t.equal(await other.evaluate((name) => visitor.pictureWidth(name, 'screen'), name), 300);
      await page.evaluate(() => visitor.setCamera(false));
      await sees(other, name, { camera: false, screen: true });
      await page.evaluate(() => visitor.setScreen(false));
      await sees(other, name, { camera: false, screen: false });
    }
  }
  for (const [page] of both) await page.evaluate(() => visitor.setCamera(true));
  for (const [page, , , otherName] of both) {
    await sees(page, otherName, { camera: true });
    t.ok((await page.evaluate((name) => visitor.pictureWidth(name, 'camera'), otherName)) > 100);
    await page.evaluate(() => visitor.reset());
    await hears(page, otherName);
    t.same(await page.evaluate(() => visitor.states.filter((state) => !state.endsWith('connected'))), []);
    t.equal(await page.evaluate(() => visitor.connections.length), 1);
    const parts = await page.evaluate(() => visitor.connections[0]?.getTransceivers().length ?? 0);
    t.ok(parts <= 5, `the description stays short: ${parts} parts`);
  }
});

t.test('the side that answers adds a camera first, then the other side', async (t) => {
  const { both } = await pair(t);
  for (const [page, name, other] of both.toReversed()) {
    await page.evaluate(() => visitor.setCamera(true));
    await sees(other, name, { camera: true });
    t.ok((await other.evaluate((name) => visitor.pictureWidth(name, 'camera'), name)) > 100);
  }
});

t.test('two people add a camera at the same time', async (t) => {
  const { both } = await pair(t);
  await Promise.all(both.map(([page]) => page.evaluate(() => visitor.setCamera(true))));
  for (const [page, , , otherName] of both) {
    await sees(page, otherName, { camera: true, state: 'connected' });
    t.ok((await page.evaluate((name) => visitor.pictureWidth(name, 'camera'), otherName)) > 100);
    t.equal(await page.evaluate(() => visitor.connections.length), 1);
  }
});

t.test('muting is shown and silences, and another device is heard without a new connection', async (t) => {
  const { both } = await pair(t);
  for (const [page, name, other] of both) {
    await page.evaluate(() => visitor.setTone());
    await other.waitForFunction((name) => (visitor.of(name)?.level ?? 0) > 0.5, name);
    await page.evaluate(() => visitor.manager?.setMuted(true));
    await sees(other, name, { muted: true });
    await other.waitForFunction((name) => visitor.of(name)?.level === 0, name);
    await page.evaluate(() => visitor.manager?.setMuted(false));
    await sees(other, name, { muted: false });
    await other.waitForFunction((name) => (visitor.of(name)?.level ?? 0) > 0.5, name);
    t.equal(await other.evaluate(() => visitor.connections.length), 1);
  }
});

t.test('invalid, stale or unexpected signals do not disturb the voices', async (t) => {
  const { server, room, both } = await pair(t);
  for (const [page] of both) await page.evaluate(() => visitor.reset());
  const sdp = 'v=0\r\no=- 1 99 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';
  const garbage: [type: 'offer' | 'answer' | 'icecandidate' | 'renegotiate', data: object | string][] = [
    ['offer', 'v=0\r\n'],
    ['offer', { type: 'offer', sdp: 'nonsense', attempt: 1 }],
    ['offer', { type: 'offer', sdp, attempt: 1 }],
    ['offer', sdp],
    ['answer', { type: 'answer', sdp, attempt: 1 }],
    ['answer', sdp],
    ['icecandidate', { candidate: 'candidate:nonsense', sdpMid: '0', attempt: 1 }],
    ['icecandidate', { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: 'none', attempt: 1 }],
    ['icecandidate', { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMLineIndex: 77 }],
    ['icecandidate', { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host' }],
    ['icecandidate', { candidate: '' }],
    ['renegotiate', { reason: 'tracks', attempt: 7 }],
    ['renegotiate', { reason: 'tracks', kind: 'video', attempt: 99 }],
  ];
  // From a third person,
  const third = new WebSocket(server.wsUrl(`/room/${room}/ws`));
  t.teardown(() => third.terminate());
  await once(third, 'open');
  for (const [page] of both) {
    const receiver = await page.evaluate(() => visitor.manager?.self.id);
    for (const [type, data] of garbage) third.send(JSON.stringify({ receiver, type, data }));
  }
  // and between the two.
  for (const [page, , , otherName] of both) {
    await page.evaluate(
      ([garbage, name]) => {
        const id = visitor.of(name)?.id;
        for (const [type, data] of garbage) visitor.manager?.signaler.send(type, data as string, id);
      },
      [garbage, otherName] as const,
    );
  }
  for (const [page, , , otherName] of both) {
    await hears(page, otherName);
    const own = await page.evaluate((name) => visitor.of(name)?.id ?? '', otherName);
    const states = await page.evaluate((id) => visitor.states.filter((state) => state.startsWith(id)), own);
    t.same(
      states.filter((state) => state !== `${own} connected`),
      [],
    );
  }
});
