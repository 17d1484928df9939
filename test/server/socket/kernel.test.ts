import t from 'tap';
import { frameOf } from '../../../server/delivery/frame.js';
import { FrameChain } from '../../../server/delivery/frame-chain.js';
import { Kernel, type Receiver } from '../../../server/socket/kernel.js';
import { descriptorOf, type Ends, ends, read } from '../../helpers/sockets.js';

const saying = (text: string): FrameChain =>
  new FrameChain(undefined, undefined, 0, 0).followedBy(frameOf(text, false));

/** Writes down what was not taken. */
class Shortfall implements Receiver {
  readonly told: [FrameChain, number][] = [];

  took(said: FrameChain, bytes: number): void {
    this.told.push([said, bytes]);
  }
}

/** More than the kernel keeps for a socket and the other end. */
const HUGE = 32_000_000;

t.test('what is to be had is had', async (t) => {
  t.equal(new Kernel('node').way, 'node');
  t.equal(new Kernel('send').way, 'send', 'send.c was compiled');
  const { way } = new Kernel('io_uring');
  t.match(way, /^(io_uring|send)$/);
  if (way === 'send') t.comment('this machine has no io_uring: what is tested as that is send');
});

for (const way of ['io_uring', 'send', 'node'] as const) {
  t.test(`by ${way} each socket gets its bytes, in order`, async (t) => {
    const kernel = new Kernel(way);
    const sockets = await Promise.all(Array.from({ length: 5 }, () => ends(t)));
    const shortfall = new Shortfall();
    const [all, some] = [saying('for all'), saying('for some')];
    for (const { near } of sockets) kernel.gather(shortfall, descriptorOf(near), all);
    for (const { near } of sockets.slice(3)) kernel.gather(shortfall, descriptorOf(near), some);
    for (const { near } of sockets) t.equal(near.bytesWritten, 0, 'past the stream');
    kernel.handAll();
    kernel.handAll();
    t.same(shortfall.told, []);
    for (const [i, { near, far }] of sockets.entries()) {
      const expected = i < 3 ? all.wire : Buffer.concat([all.wire, some.wire]);
      near.end();
      t.same(await read(far, Number.POSITIVE_INFINITY), expected);
    }
  });

  t.test(`by ${way} who cannot take all is told how much it took, and nobody else is`, async (t) => {
    const kernel = new Kernel(way);
    const [ready, full, gone, late] = await Promise.all([ends(t), ends(t), ends(t), ends(t)]);
    const [small, huge] = [saying('small'), saying('x'.repeat(HUGE))];
    const gather = ({ near }: Ends, said: FrameChain): Shortfall => {
      const shortfall = new Shortfall();
      kernel.gather(shortfall, descriptorOf(near), said);
      return shortfall;
    };
    const shortfalls = {
      ready: gather(ready, small),
      full: gather(full, huge),
      gone: gather(gone, small),
      late: gather(late, small),
    };
    gone.near.destroy();
    kernel.handAll();
    t.same(shortfalls.ready.told, []);
    t.same(shortfalls.late.told, []);
    t.same(shortfalls.gone.told, [[small, 0]]);
    const [[said, taken] = [huge, Number.NaN]] = shortfalls.full.told;
    t.ok(said === huge && taken > 0 && taken < said.size, `${taken} bytes`);
    for (const { near } of [ready, full, late]) near.end();
    t.equal((await read(full.far, Number.POSITIVE_INFINITY)).length, taken);
    for (const { far } of [ready, late]) t.same(await read(far, Number.POSITIVE_INFINITY), small.wire);
  });

  t.test(`by ${way} there may be more than fit into one call`, async (t) => {
    const kernel = new Kernel(way);
    const { near, far } = await ends(t);
    const shortfall = new Shortfall();
    const said = Array.from({ length: 2500 }, (_, i) => saying(`${i} `));
    for (const each of said) kernel.gather(shortfall, descriptorOf(near), each);
    kernel.handAll();
    near.end();
    t.same(await read(far, Number.POSITIVE_INFINITY), Buffer.concat(said.map(({ wire }) => wire)));
    t.same(shortfall.told, []);
  });
}
