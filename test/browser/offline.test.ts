import t from 'tap';
import { LOST, launchChromium, newPage } from '../helpers/chromium.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { startServer } from '../helpers/server.js';
import { chat, come, openHall, plays, write } from './lecture-steps.js';
import { accessible, connected, enter, reconnect, write as writeInRoom } from './page-steps.js';

const browser = await launchChromium(t);

async function proxyTo(url: string): Promise<FaultyProxy> {
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  return proxy;
}

t.test('a lost network is noticed at once, and a message sent meanwhile arrives once', async (t) => {
  const hall = await openHall(t, 1);
  const proxy = await proxyTo(hall.server.url);
  const far = { ...hall, url: hall.url.replace(hall.server.url, `http://127.0.0.1:${proxy.port}`) };
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, far, { name: 'Bo', token: hall.tokens[1] }, { expected: LOST });
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  await plays(bo, true);
  const step = bo.locator('.step');
  await bo.locator('.step[data-step=in]').waitFor();

  proxy.swallow();
  await bo.evaluate(() => dispatchEvent(new Event('offline')));
  await bo.getByText('The server isn’t answering. Checking the connection…').waitFor();
  t.equal(await step.textContent(), 'Not connected');
  await accessible(t, bo, 'a lecture whose connection is checked');
  await write(bo, 'Are you there?');
  await chat(bo).getByText('Sending…').waitFor();
  await bo.getByText('Connection lost.').first().waitFor();
  t.equal(await step.textContent(), 'Not connected');
  proxy.cut();
  await reconnect(bo);
  await chat(ada).getByText('Are you there?').waitFor();
  await chat(bo).getByText('Sending…').waitFor({ state: 'detached' });
  t.equal(await chat(bo).getByText('Are you there?').count(), 1);
  t.equal(await chat(ada).getByText('Are you there?').count(), 1);
  t.equal(await bo.getByLabel('Your message to everyone').inputValue(), '');
  t.equal(await bo.getByText('Not sent').count(), 0);
  await bo.locator('.step[data-step=in]').waitFor();
});

t.test('a browser that is wrong about the network changes nothing', async (t) => {
  const { url } = await startServer(t);
  const ada = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'blue' });
  await ada.evaluate(() => dispatchEvent(new Event('offline')));
  await writeInRoom(ada, 'Still here');
  await ada.getByRole('log').getByText('Still here').waitFor();
  await connected(ada).waitFor();
  t.equal(await ada.getByText('Connection lost.').count(), 0);
});

t.test('a room’s message whose connection is lost stays on its way, and is shown once', async (t) => {
  const { url } = await startServer(t);
  const proxy = await proxyTo(url);
  const ada = await newPage(t, browser, { expected: LOST });
  await enter(ada, `http://127.0.0.1:${proxy.port}`, { name: 'Ada', room: 'blue' });
  proxy.swallow();
  await writeInRoom(ada, 'Are you there?');
  await ada.getByRole('button', { name: /^Checking…/ }).waitFor();
  await ada.getByRole('log').getByText('Sending…').waitFor();
  proxy.cut();
  await ada.getByRole('log').getByText('Sending…').waitFor({ state: 'detached' });
  t.equal(await ada.getByRole('log').getByText('Are you there?').count(), 1);
  t.equal(await ada.getByLabel('Your message').inputValue(), '');
});
