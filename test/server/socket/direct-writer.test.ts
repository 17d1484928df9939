import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import { DirectWriter } from '../../../server/socket/direct-writer.js';
import { descriptorOf, ends, pieces, read } from '../../helpers/sockets.js';

const sender = new BatchSender('send');

t.test('bytes that the kernel does not accept are queued and follow in order', async (t) => {
  const { near, far } = await ends(t);
  const writer = new DirectWriter(near);
  t.notOk(writer.write(Buffer.from('first'), false, sender));
  t.equal(near.bytesWritten, 0, 'the stream is bypassed');
  const written: Buffer[] = [Buffer.from('first')];
  let queued = false;
  // More than the kernel buffers.
  for (const piece of pieces(200, 100_000)) {
    queued = writer.write(piece, queued, sender);
    written.push(piece);
  }
  t.ok(queued);
  t.ok(near.writableLength > 0);
  const all = Buffer.concat(written);
  const arrived = await read(far, all.length);
  t.ok(arrived.toString('latin1') === all.toString('latin1'), 'every byte once, in order');
});

t.test('nothing is written to the next owner of the descriptor', async (t) => {
  const { near } = await ends(t);
  const writer = new DirectWriter(near);
  const descriptor = descriptorOf(near);
  near.destroy();
  const folder = mkdtempSync(join(tmpdir(), 'lectern-writer-'));
  const file = openSync(join(folder, 'file'), 'w');
  t.teardown(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
  t.equal(file, descriptor, 'the file has the descriptor now');
  writer.write(Buffer.from('for somebody else'), false, sender);
  t.equal(fstatSync(file).size, 0);
});

t.test('the socket reports a lost connection', async (t) => {
  const { near, far } = await ends(t);
  const writer = new DirectWriter(near);
  const failed = once(near, 'error');
  far.resetAndDestroy();
  const write = () => {
    writer.write(Buffer.from('hello'), false, sender);
    if (!near.destroyed) setImmediate(write);
  };
  write();
  t.match(await failed, [{ code: /EPIPE|ECONNRESET/ }]);
});
