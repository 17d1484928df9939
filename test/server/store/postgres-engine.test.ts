import t from 'tap';
import { openStore } from '../../../server/store/open-store.js';
import { storeContract } from '../../contracts/store.js';
import { Databases } from '../../helpers/postgres.js';

const databases = await Databases.find(t);

storeContract(t, async (t) => {
  const database = await databases.create(t);
  return {
    async open() {
      const store = await openStore({ database });
      t.teardown(() => store.close());
      return store;
    },
  };
});
