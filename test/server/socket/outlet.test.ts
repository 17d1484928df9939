import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Outlet } from '../../../server/socket/outlet.js';

/** The two ends of a connection; nothing is read yet from the far one. */
async function ends(t: Test): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const far = connect((server.address() as { port: number }).port, '127.0.0.1');
  const [near] = (await once(server, 'connection')) as [Socket];
  t.teardown(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, far };
}

/** Numbered pieces, of so many bytes each. */
function pieces(count: number, bytes: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => Buffer.alloc(bytes, `${i} `));
}

async function read(socket: Socket, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks);
}

t.test(
  'what the kernel takes is gone at once, and what it does not take waits and follows in order',
  async (t) => {
    const { near, far } = await ends(t);
    const outlet = new Outlet(near);
    t.notOk(outlet.write(Buffer.from('first'), false));
    t.equal(near.bytesWritten, 0, 'past the stream');
    const written: Buffer[] = [Buffer.from('first')];
    let waits = false;
    // More than the kernel's buffers hold.
    for (const piece of pieces(200, 100_000)) {
      waits = outlet.write(piece, waits);
      written.push(piece);
    }
    t.ok(waits);
    t.ok(near.writableLength > 0);
    const all = Buffer.concat(written);
    const arrived = await read(far, all.length);
    t.ok(arrived.toString('latin1') === all.toString('latin1'), 'every byte once, in order');
  },
);

t.test('nothing is written to who has its descriptor after it', async (t) => {
  const { near } = await ends(t);
  const outlet = new Outlet(near);
  const descriptor = (near as unknown as { _handle: { fd: number } })._handle.fd;
  near.destroy();
  const folder = mkdtempSync(join(tmpdir(), 'lectern-outlet-'));
  const file = openSync(join(folder, 'file'), 'w');
  t.teardown(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
  t.equal(file, descriptor, 'the file has it now');
  outlet.write(Buffer.from('for somebody else'), false);
  t.equal(fstatSync(file).size, 0);
});

t.test('where the other side is gone the socket says so', async (t) => {
  const { near, far } = await ends(t);
  const outlet = new Outlet(near);
  const failed = once(near, 'error');
  far.resetAndDestroy();
  const write = () => {
    outlet.write(Buffer.from('hello'), false);
    if (!near.destroyed) setImmediate(write);
  };
  write();
  t.match(await failed, [{ code: /EPIPE|ECONNRESET/ }]);
});
