import { once } from 'node:events';
import { openStore, type StoreOptions } from '../../server/store/open.js';

// A program that opens a store at the moment it is told to by its standard input, uses it, and ends.

const [, , options = ''] = process.argv;
const task: StoreOptions = JSON.parse(options);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const store = await openStore(task);
await store.saveUser({ id: String(process.pid), name: 'Node' });
await store.close();
process.stdin.destroy();
