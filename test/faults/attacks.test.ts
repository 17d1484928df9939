import t from 'tap';
import { databaseGrowth } from './attacks/database-growth.js';
import { halfMessages } from './attacks/half-messages.js';
import { lifted } from './attacks/limits.js';
import { measure } from './attacks/measure.js';
import { toPage } from './attacks/page.js';

// A small version of attacks.ts.

t.test('an attack is measured with and without limits, and the page tells it', async (t) => {
  const [growth, half] = [databaseGrowth(2), halfMessages(3)];
  const [without, limited, incomplete] = await Promise.all([
    measure(growth, lifted),
    measure(growth, {}),
    measure(half, {}),
  ]);
  t.ok(
    without.storedBytes > 2 * limited.storedBytes,
    `${without.storedBytes}, ${limited.storedBytes} stored`,
  );
  t.ok(incomplete.bytesIn > 4_500_000, `${incomplete.bytesIn} bytes in`);
  for (const { experience, memoryBefore, memoryPeak, bytesOut } of [without, limited, incomplete]) {
    t.ok(experience.pings.length > 0, `${experience.pings.length} pings were answered`);
    t.equal(experience.lost, 0);
    t.ok(memoryPeak >= memoryBefore && bytesOut > 0);
  }
  const outcomes = [
    { name: growth.name, without, with: limited },
    { name: half.name, with: incomplete },
  ];
  const page = toPage(outcomes, [growth, half], { date: '2026-11-30', machine: 'a machine', load: 0.5 });
  t.match(page, /^- \*\*Growth of the database:\*\* 2 guests/m);
  t.match(page, /^\| growth of the database \| without \| (.+ \| ){7}/m);
  t.match(page, /^\| half-received messages \| with \| 4\.\d+ \|/m);
});
