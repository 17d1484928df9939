import { parseArgs } from 'node:util';
import { playMany } from './histories/play-many.js';

// Plays histories of people who talk over connections that break, and compares what each was told with what the
// protocol promises; prints what is wrong with its seed, and totals. Exit code 1 where anything is.
//
//     npm run histories -- --runs 10000
//     npm run histories -- --seed 4711 --runs 1        one again

/** How much is shown of one history. */
const SHOWN = 20;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '16' },
  },
});

const totals = { runs: 0, wrong: 0, said: 0, answered: 0, cuts: 0, recovered: 0, unrecovered: 0, anew: 0 };
const line = () =>
  `${totals.runs} histories: ${totals.said} messages, ${totals.answered} answered; ${totals.cuts} cuts; resumed ` +
  `${totals.recovered} times whole, ${totals.unrecovered} times with a gap that was told, ${totals.anew} times as a ` +
  `new client; ${totals.wrong} histories broke a promise`;

await playMany(
  Number(values.seed),
  Number(values.runs),
  Number(values['at-once']),
  ({ seed, wrong, said, answered, cuts, resumes }) => {
    totals.runs += 1;
    totals.said += said;
    totals.answered += answered;
    totals.cuts += cuts;
    totals.recovered += resumes.recovered;
    totals.unrecovered += resumes.unrecovered;
    totals.anew += resumes.anew;
    if (wrong.length > 0) {
      totals.wrong += 1;
      console.log(`seed ${seed}:`);
      for (const each of wrong.slice(0, SHOWN)) console.log(`  ${each}`);
      if (wrong.length > SHOWN) console.log(`  and ${wrong.length - SHOWN} more`);
    }
    if (totals.runs % 500 === 0) console.error(line());
  },
);
console.log(line());
process.exitCode = totals.wrong > 0 ? 1 : 0;
