import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';

/** A proxy that forgets to pass the Host header on, so that the server takes its pages for those of another origin. */
async function startForgetfulProxy(t: Test, url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.on('data', (data) => {
      upstream.write(data.toString('latin1').replace(/^Host: .*$/im, 'Host: internal'), 'latin1');
    });
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    t.teardown(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('a page that the server does not accept says so instead of trying forever', async (t) => {
  const { url } = await startServer(t);
  const proxy = await startForgetfulProxy(t, url);
  const page = await newPage(t, await launchChromium(t), { expected: /403|426/ });
  const reason = page.getByText(`The server doesn’t accept pages from ${proxy}.`);

  const warned = page.waitForEvent('console', (message) =>
    message.text().includes(`start the server with --origins ${proxy} `),
  );
  await page.goto(`${proxy}/room/blue`);
  await page.getByLabel('Your name').fill('Ann');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await reason.waitFor();
  t.equal((await warned).type(), 'warning', 'for developers');
  await page.getByRole('heading', { name: /^Can’t join blue/ }).waitFor();

  await page.goto(`${proxy}/classes`);
  await reason.waitFor();
  await page.getByRole('button', { name: 'Reconnect' }).waitFor();
});
