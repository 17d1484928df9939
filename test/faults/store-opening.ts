import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { openStore, type StoreOptions } from '../../server/store/open-store.js';

const program = fileURLToPath(new URL('./store-opener.js', import.meta.url));

/** Lets several processes open the same new database at the same time. All of them must succeed. */
export async function openAtOnce(t: Test, options: StoreOptions): Promise<void> {
  const nodes = Array.from({ length: 3 }, () =>
    spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const ended = nodes.map((node) => once(node, 'exit'));
  await Promise.all(nodes.map((node) => once(node.stdout, 'data')));
  for (const { stdin } of nodes) stdin.write('go\n');
  t.same(
    (await Promise.all(ended)).map(([code]) => code),
    [0, 0, 0],
  );
  const store = await openStore(options);
  for (const { pid } of nodes) t.ok(await store.user(String(pid)));
  await store.close();
}
