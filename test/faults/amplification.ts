import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ClientMessageType } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import { startServerProcess } from '../helpers/server-process.js';
import { Crowd } from './amplification/crowd.js';
import { BOUNDS, excessesOf, toPage } from './amplification/report.js';

// Measures what each type of message from one client causes: bytes to all clients, bytes that the server holds and
// stores, and processor time. Writes docs/amplification.md. Exits with 1 if a bound is exceeded.
//
//     npm run amplification -- [--clients 250] [type ...]

const { values, positionals } = parseArgs({
  options: { clients: { type: 'string', default: '250' } },
  allowPositionals: true,
});

/** Types after which the attacker is not connected any more. They are measured last. */
const LAST: ReadonlySet<string> = new Set(['login', 'relogin', 'logout']);

const all = Object.keys(clientMessages) as ClientMessageType[];
const chosen = all.filter((type) => positionals.length === 0 || positionals.includes(type));
const types = [...chosen.filter((type) => !LAST.has(type)), ...chosen.filter((type) => LAST.has(type))];

const data = mkdtempSync(join(tmpdir(), 'lectern-amplification-'));
// These budgets would hide what each message causes.
const server = await startServerProcess({
  LECTERN_DATA: data,
  LECTERN_GUEST_STORAGE_RATE: '1000000000',
  LECTERN_REFUSALS: '1000000',
});
const crowd = new Crowd({
  url: server.url,
  cpuSeconds: server.cpuSeconds,
  storedBytes: () =>
    readdirSync(data)
      .filter((name) => name.startsWith('lectern.db'))
      .reduce((sum, name) => sum + statSync(join(data, name)).size, 0),
});
try {
  const clients = Number(values.clients);
  await crowd.gather(clients);
  const found = [];
  for (const type of types) {
    const each = await crowd.measure(type);
    found.push(each);
    console.log(
      `${type}: ${each.messages} messages, ${each.bytesIn} bytes in, ${each.bytesOut} out, ${each.heldBytes} held, ` +
        `${each.storedBytes} stored, ${each.cpuSeconds.toFixed(2)} s, ${crowd.connected} connected`,
    );
    await crowd.rest(type);
  }
  const page = toPage(found, clients);
  if (positionals.length === 0) {
    writeFileSync(fileURLToPath(new URL('../../../docs/amplification.md', import.meta.url)), page);
  }
  const excesses = found.flatMap((each) => excessesOf(each, clients));
  for (const excess of excesses) console.error(excess);
  console.log(
    excesses.length === 0
      ? `All ${found.length} types keep the bounds: ${JSON.stringify(BOUNDS)}`
      : `${excesses.length} bounds are exceeded.`,
  );
  process.exitCode = excesses.length === 0 ? 0 : 1;
} finally {
  crowd.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
