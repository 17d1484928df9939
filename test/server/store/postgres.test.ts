import t from 'tap';
import { openStore } from '../../../server/store/open.js';
import { storeContract } from '../../contracts/store.js';
import { startPostgres } from '../../helpers/postgres.js';

const postgres = await startPostgres(t, 'fsync=off');

storeContract(t, async (t) => {
  const database = await postgres.createDatabase();
  return {
    async open() {
      const store = await openStore({ database });
      t.teardown(() => store.close());
      return store;
    },
  };
});
