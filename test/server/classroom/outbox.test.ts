import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { RedisBackplane } from '../../../server/backplane/redis-backplane.js';
import { openStore, type StoreOptions } from '../../../server/store/open-store.js';
import { type MakeBackplane, outboxContract } from '../../contracts/outbox.js';
import { Databases } from '../../helpers/postgres.js';
import { startRedis } from '../../helpers/redis.js';

// Most of the time is spent waiting for nodes to search the outbox.
t.jobs = 4;

const databases = await Databases.find(t);
const redis = await startRedis(t);

const opener = (t: Test, options: StoreOptions) => ({
  async open() {
    const store = await openStore(options);
    t.teardown(() => store.close());
    return store;
  },
});

const stores = {
  async SQLite(t: Test) {
    const data = await mkdtemp(join(tmpdir(), 'lectern-outbox-'));
    t.teardown(() => rm(data, { recursive: true }));
    return opener(t, { data });
  },
  PostgreSQL: async (t: Test) => opener(t, { database: await databases.create(t) }),
};

let prefixes = 0;

const backplanes: Record<string, MakeBackplane> = {
  async memory(t) {
    const backplane = new LocalBackplane();
    t.teardown(() => backplane.close());
    return async () => backplane;
  },
  async Redis(t) {
    const prefix = `test-${++prefixes}:`;
    return async () => {
      const backplane = await RedisBackplane.open({ urls: [redis.url], log: { warn() {} }, prefix });
      t.teardown(() => backplane.close());
      return backplane;
    };
  },
};

for (const [storeName, makeStore] of Object.entries(stores)) {
  for (const [name, makeBackplane] of Object.entries(backplanes)) {
    t.test(`${storeName}, ${name}`, { buffered: true }, async (t) =>
      outboxContract(t, makeStore, makeBackplane),
    );
  }
}
