import { parseArgs } from 'node:util';
import { play } from './programme/crowd.js';

// A crowd beside one programme, and what it costs, as a Markdown table. Exit code 1 where a count or the sum of points
// is not exactly right, or points are told too often.
//
//     npm run crowd -- [--clients 1000] [--life 10] [--clicking 5]

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    life: { type: 'string', default: '10' },
    clicking: { type: 'string', default: '5' },
  },
});

const { parts, doings, clicks, clicksPerSecond, told, memory, faults } = await play({
  clients: Number(values.clients),
  life: Number(values.life),
  clicking: Number(values.clicking),
});

console.log('| part | time | messages to each client, mean / most | KiB to each client | server CPU |');
console.log('| --- | --- | --- | --- | --- |');
for (const { name, seconds, messages, bytes, cpu } of parts) {
  console.log(
    `| ${name} | ${seconds.toFixed(1)} s | ${messages.mean.toFixed(0)} / ${messages.most} | ` +
      `${(bytes / 1024).toFixed(1)} | ${cpu.toFixed(1)} s, ${((100 * cpu) / seconds).toFixed(0)} % |`,
  );
}
console.log(
  `\n${doings} actions. ${clicks} clicks, ${clicksPerSecond.toFixed(0)} a second, which reached each member in at most ` +
    `${told} messages. ` +
    `Server: at most ${memory.toFixed(0)} MiB.`,
);
for (const fault of faults.slice(0, 50)) console.error(fault);
console.log(faults.length === 0 ? 'All counts and sums are right.' : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
