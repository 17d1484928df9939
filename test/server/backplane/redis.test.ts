import t, { type Test } from 'tap';
import { RedisBackplane } from '../../../server/backplane/redis.js';
import { backplaneContract } from '../../contracts/backplane.js';
import { type Redis, startRedis, startRedisCluster } from '../../helpers/redis.js';

const log = { warn() {} };

let opened = 0;

/** A node's, that shares nothing with those of other tests where it is not given their prefix. */
async function open(
  t: Test,
  nodes: readonly Redis[],
  { prefix = `test-${++opened}:`, clock = Date.now } = {},
): Promise<RedisBackplane> {
  const urls = nodes.map(({ url }) => url);
  const backplane = await RedisBackplane.open({ urls, log, prefix, clock });
  t.teardown(() => backplane.close());
  return backplane;
}

for (const [name, start] of [
  ['one Redis', async (t: Test) => [await startRedis(t)]],
  ['a cluster of three', startRedisCluster],
] as const) {
  t.test(name, async (t) => {
    const nodes = await start(t);
    await backplaneContract(t, async (t) => {
      let later = 0;
      return {
        backplane: await open(t, nodes, { clock: () => Date.now() + later }),
        advance: async (ms) => {
          later += ms;
        },
      };
    });
  });
}
