import { once } from 'node:events';
import { openStore, type StoreOptions } from '../../server/store/open-store.js';

// Opens a store when it receives a line on its standard input, uses it, and exits.

const [, , options = ''] = process.argv;
const task: StoreOptions = JSON.parse(options);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const store = await openStore(task);
await store.saveUser({ id: String(process.pid), name: 'Node' });
await store.close();
process.stdin.destroy();
