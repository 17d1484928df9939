import { parseArgs } from 'node:util';
import { rolling } from './restart/rolling.js';

// Replaces the two nodes behind one port (`lectern serve --nodes 2`) one after the other while many clients send
// messages, with a real Redis and a real PostgreSQL. Prints the results as a Markdown table. Exits with code 1 if a
// message was lost, duplicated or out of order.
//     node dist/test/faults/rolling-crowd.js [--clients 500]

const { values } = parseArgs({ options: { clients: { type: 'string', default: '500' } } });
const { clients, said, answered, replaced, recovered, unrecovered, anew, wrong } = await rolling({
  clients: Number(values.clients),
});
console.log(`| clients | all nodes replaced after | resumed without a gap | with a reported gap | new client | sent, answered | violations |
| --- | --- | --- | --- | --- | --- | --- |
| ${clients} | ${(replaced / 1000).toFixed(1)} s | ${recovered} times | ${unrecovered} | ${anew} | ${said}, ${answered} | ${wrong.length} |`);
for (const each of wrong.slice(0, 50)) console.error(each);
if (wrong.length > 0) process.exitCode = 1;
