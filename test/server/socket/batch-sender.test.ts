import t from 'tap';
import { encodeFrame } from '../../../server/delivery/frame.js';
import { FrameChain } from '../../../server/delivery/frame-chain.js';
import { BatchSender, type SendTarget } from '../../../server/socket/batch-sender.js';
import { descriptorOf, type Ends, ends, read } from '../../helpers/sockets.js';

const saying = (text: string): FrameChain =>
  new FrameChain(undefined, undefined, 0, 0).append(encodeFrame(text, false));

/** Records partial writes. */
class PartialWrites implements SendTarget {
  readonly recorded: [FrameChain, number][] = [];

  onPartialWrite(chain: FrameChain, bytes: number): void {
    this.recorded.push([chain, bytes]);
  }
}

/** More bytes than the kernel buffers for a socket and its peer. */
const HUGE = 32_000_000;

t.test('the requested method is used if it is available', async (t) => {
  t.equal(new BatchSender('node').method, 'node');
  t.equal(new BatchSender('send').method, 'send', 'send.c was compiled');
  const { method } = new BatchSender('io_uring');
  t.match(method, /^(io_uring|send)$/);
  if (method === 'send') t.comment('this machine has no io_uring: its tests use send');
});

for (const method of ['io_uring', 'send', 'node'] as const) {
  t.test(`by ${method} each socket gets its bytes in order`, async (t) => {
    const sender = new BatchSender(method);
    const sockets = await Promise.all(Array.from({ length: 5 }, () => ends(t)));
    const partial = new PartialWrites();
    const [all, some] = [saying('for all'), saying('for some')];
    for (const { near } of sockets) sender.stage(partial, descriptorOf(near), all);
    for (const { near } of sockets.slice(3)) sender.stage(partial, descriptorOf(near), some);
    for (const { near } of sockets) t.equal(near.bytesWritten, 0, 'bypassing the stream');
    sender.submit();
    sender.submit();
    t.same(partial.recorded, []);
    for (const [i, { near, far }] of sockets.entries()) {
      const expected = i < 3 ? all.wire : Buffer.concat([all.wire, some.wire]);
      near.end();
      t.same(await read(far, Number.POSITIVE_INFINITY), expected);
    }
  });

  t.test(`by ${method} partial writes are reported with the bytes that were accepted`, async (t) => {
    const sender = new BatchSender(method);
    const [ready, full, gone, late] = await Promise.all([ends(t), ends(t), ends(t), ends(t)]);
    const [small, huge] = [saying('small'), saying('x'.repeat(HUGE))];
    const stage = ({ near }: Ends, chain: FrameChain): PartialWrites => {
      const partial = new PartialWrites();
      sender.stage(partial, descriptorOf(near), chain);
      return partial;
    };
    const partials = {
      ready: stage(ready, small),
      full: stage(full, huge),
      gone: stage(gone, small),
      late: stage(late, small),
    };
    gone.near.destroy();
    sender.submit();
    t.same(partials.ready.recorded, []);
    t.same(partials.late.recorded, []);
    t.same(partials.gone.recorded, [[small, 0]]);
    const [[chain, taken] = [huge, Number.NaN]] = partials.full.recorded;
    t.ok(chain === huge && taken > 0 && taken < chain.size, `${taken} bytes`);
    for (const { near } of [ready, full, late]) near.end();
    t.equal((await read(full.far, Number.POSITIVE_INFINITY)).length, taken);
    for (const { far } of [ready, late]) t.same(await read(far, Number.POSITIVE_INFINITY), small.wire);
  });

  t.test(`by ${method} a batch can be larger than one call`, async (t) => {
    const sender = new BatchSender(method);
    const { near, far } = await ends(t);
    const partial = new PartialWrites();
    const chain = Array.from({ length: 2500 }, (_, i) => saying(`${i} `));
    for (const each of chain) sender.stage(partial, descriptorOf(near), each);
    sender.submit();
    near.end();
    t.same(await read(far, Number.POSITIVE_INFINITY), Buffer.concat(chain.map(({ wire }) => wire)));
    t.same(partial.recorded, []);
  });
}
