import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Kernel } from '../../../server/socket/kernel.js';
import { Outlet } from '../../../server/socket/outlet.js';
import { descriptorOf, ends, pieces, read } from '../../helpers/sockets.js';

const kernel = new Kernel('send');

t.test(
  'what the kernel takes is gone at once, and what it does not take waits and follows in order',
  async (t) => {
    const { near, far } = await ends(t);
    const outlet = new Outlet(near);
    t.notOk(outlet.write(Buffer.from('first'), false, kernel));
    t.equal(near.bytesWritten, 0, 'past the stream');
    const written: Buffer[] = [Buffer.from('first')];
    let waits = false;
    // More than the kernel's buffers hold.
    for (const piece of pieces(200, 100_000)) {
      waits = outlet.write(piece, waits, kernel);
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
  const descriptor = descriptorOf(near);
  near.destroy();
  const folder = mkdtempSync(join(tmpdir(), 'lectern-outlet-'));
  const file = openSync(join(folder, 'file'), 'w');
  t.teardown(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
  t.equal(file, descriptor, 'the file has it now');
  outlet.write(Buffer.from('for somebody else'), false, kernel);
  t.equal(fstatSync(file).size, 0);
});

t.test('where the other side is gone the socket says so', async (t) => {
  const { near, far } = await ends(t);
  const outlet = new Outlet(near);
  const failed = once(near, 'error');
  far.resetAndDestroy();
  const write = () => {
    outlet.write(Buffer.from('hello'), false, kernel);
    if (!near.destroyed) setImmediate(write);
  };
  write();
  t.match(await failed, [{ code: /EPIPE|ECONNRESET/ }]);
});
