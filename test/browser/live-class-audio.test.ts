import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { io } from 'socket.io-client';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { Target } from '../helpers/conformance.js';
import { startServer } from '../helpers/server.js';
import { startLecture } from '../helpers/test-class.js';

// A page with socket.io-client 4.8 sends a voice message like LiveClass's page, as a File.

const { resolve } = createRequire(import.meta.url);
const library = readFileSync(resolve('socket.io-client/dist/socket.io.js'), 'utf8');

const browser = await launchChromium(t);

for (const transport of ['polling', 'websocket'] as const) {
  t.test(`a page sends a File and receives an ArrayBuffer by ${transport}`, async (t) => {
    const { url } = await startServer(t, { socketIo: true });
    const { teacher, students, lecture } = await startLecture(t, new Target(url), 1);
    // The browser requests an icon, which this address does not have.
    const page = await newPage(t, browser, { expected: /404/ });
    await page.goto(`${url}/healthz`);
    await page.evaluate(library);
    const heard = page.evaluate(
      ([token, transport, lecture]) =>
        new Promise<string>((resolve) => {
          const { io: connect } = globalThis as unknown as { io: typeof io };
          const socket = connect({ auth: { token }, transports: [transport] });
          socket.emit('JoinLecture', lecture);
          socket.on('JoinLecture', () => {
            const sound = new File(['from the page'], 'soundBlob', { type: 'audio' });
            socket.emit('LiveChatAudioMessage', { ...lecture, arrayBuffer: sound });
          });
          socket.on('LiveChatAudioMessage', ({ arrayBuffer }: { arrayBuffer: unknown }) => {
            const bytes = arrayBuffer instanceof ArrayBuffer ? new Uint8Array(arrayBuffer) : undefined;
            resolve(bytes ? new TextDecoder().decode(bytes) : String(arrayBuffer));
            socket.disconnect();
          });
        }),
      [students[0]?.token ?? '', transport, lecture] as const,
    );
    const { data } = await teacher.client.next('LiveChatAudioMessage');
    t.match(data, { arrayBuffer: Buffer.from('from the page').toString('base64') });
    const arrayBuffer = Buffer.from('from the teacher').toString('base64');
    teacher.client.send('LiveChatAudioMessage', { ...lecture, arrayBuffer });
    t.equal(await heard, 'from the teacher');
  });
}
