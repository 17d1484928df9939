import { parseArgs } from 'node:util';
import { type RestartFigures, restart } from './restart/restart.js';

// Ends a server with SIGTERM and with SIGKILL while many clients send messages, starts the next one on the same port
// and data folder, and prints the durations as a Markdown table. Exits with code 1 if a message was lost, duplicated or
// out of order.
//     node dist/test/faults/restart-crowd.js [--clients 1000]

const { values } = parseArgs({ options: { clients: { type: 'string', default: '1000' } } });

/** Maximum ms for the server's shutdown on a machine without other load. */
const EXIT_WITHIN = 15_000;

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

console.log(`| | process ended | next one listens | received 4000 | delay received | half back | all back | same client, nothing missing | same client, with a reported gap | new client | sent, answered | violations |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |`);
for (const ending of ['SIGTERM', 'SIGKILL'] as const) {
  const figures: RestartFigures = await restart({ clients: Number(values.clients), ending });
  const { exit, listening, told, hints, halfBack, allBack, recovered, unrecovered, anew, said, answered } =
    figures;
  const spread = told > 0 ? `${seconds(hints.least)}–${seconds(hints.most)} s` : '—';
  const { wrong } = figures;
  if (exit > EXIT_WITHIN) wrong.push(`the server took ${seconds(exit)} s to shut down`);
  console.log(
    `| ${ending} | ${seconds(exit)} s | ${seconds(listening)} s | ${told} | ${spread} | ${seconds(halfBack)} s | ` +
      `${seconds(allBack)} s | ${recovered} | ${unrecovered} | ${anew} | ${said}, ${answered} | ${wrong.length} |`,
  );
  for (const each of wrong.slice(0, 50)) console.error(each);
  if (wrong.length > 0) process.exitCode = 1;
}
