import t from 'tap';
import { fuzz } from './fuzz/run.js';

t.test(
  '20,000 mutated frames do not end the server, affect other clients or leave data behind',
  async (t) => {
    const seed = Date.now() % 2 ** 32;
    const { faults, frames, memory, healthy, results } = await fuzz({ frames: 20_000, seed });
    t.same(faults, [], `seed ${seed}: npm run fuzz -- --seed ${seed} --frames 20000`);
    t.ok(frames >= 20_000);
    t.ok(
      memory.end - memory.warm < 50,
      `${memory.warm.toFixed(0)} MiB warm, ${memory.end.toFixed(0)} MiB at the end`,
    );
    t.ok(healthy.pings > 10, 'a client in another room was served throughout');
    for (const result of ['ok', 'bad-json', 'bad-envelope', 'bad-data', 'unknown-type', 'unknown-receiver']) {
      t.ok((results[result] ?? 0) > 0, `the frames reached ${result}`);
    }
  },
);
