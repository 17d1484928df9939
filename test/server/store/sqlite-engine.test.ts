import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { openStore } from '../../../server/store/open-store.js';
import { storeContract } from '../../contracts/store.js';

storeContract(t, async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'lectern-store-'));
  t.teardown(() => rm(data, { recursive: true }));
  return {
    async open() {
      const store = await openStore({ data });
      t.teardown(() => store.close());
      return store;
    },
  };
});
