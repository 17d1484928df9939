import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Attack } from './attacks/attack.js';
import { databaseGrowth } from './attacks/database-growth.js';
import { halfMessages } from './attacks/half-messages.js';
import { largeFrames } from './attacks/large-frames.js';
import { lectureLists } from './attacks/lecture-lists.js';
import { lifted } from './attacks/limits.js';
import { measure } from './attacks/measure.js';
import { memberLists } from './attacks/member-lists.js';
import { type Outcome, row, toPage } from './attacks/page.js';
import { passwords } from './attacks/passwords.js';
import { roomLogs } from './attacks/room-logs.js';

// Attacks server processes with and without limits, and measures what an honest client notices. Writes docs/attacks.md
// if all attacks are played.
//
//     npm run attacks -- [part of an attack's name ...]

const attacks: readonly Attack[] = [
  halfMessages(),
  largeFrames,
  memberLists,
  lectureLists,
  roomLogs,
  passwords,
  databaseGrowth(),
];
const none: Attack = { name: 'none', description: '', prepare: async () => async () => {} };

const parts = process.argv.slice(2);
const chosen = [none, ...attacks].filter(
  ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
);
const circumstances = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}, Node ${process.versions.node}`,
  load: loadavg()[0] ?? 0,
};

const outcomes: Outcome[] = [];
for (const attack of chosen) {
  const { name } = attack;
  const without = await measure(attack, lifted);
  console.log(row(name, 'without', without));
  const withLimits = await measure(attack, {});
  console.log(row(name, 'with', withLimits));
  outcomes.push({ name, without, with: withLimits });
}
if (parts.length === 0) {
  const page = toPage(outcomes, attacks, circumstances);
  writeFileSync(fileURLToPath(new URL('../../../docs/attacks.md', import.meta.url)), page);
}
