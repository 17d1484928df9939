import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Postgres } from '../helpers/postgres.js';
import { Killing, type KillReport } from './store-killing.js';

// Kills writers and PostgreSQL during commits. Prints a line for each kill, and totals. Exits with code 1 if acknowledged
// data is missing or anything is duplicated.
//
//     node dist/test/faults/store-kills.js [<kills for SQLite> [<kills for PostgreSQL>]]

const [, , sqliteKills = '100', postgresKills = '20'] = process.argv;

let wrong = 0;

async function kill(name: string, times: number, killing: Killing, victims: KillReport['killed'][]) {
  for (let run = 0; run < times; run += 1) {
    const report = await killing.run(victims[run % victims.length] ?? 'writer');
    const { killed, acknowledged, missing, twice, forgotten } = report;
    wrong += missing.length + twice.length + forgotten.length;
    console.log(
      `${name} kill ${run + 1}/${times} (${killed}): ${acknowledged} acknowledged, ${missing.length} missing, ` +
        `${twice.length} twice, ${forgotten.length} repeats not recognised`,
    );
    for (const tag of [...missing, ...twice, ...forgotten]) console.log(`  ${tag}`);
  }
  const { missing, twice } = await killing.checkAll();
  wrong += missing.length + twice.length;
  console.log(
    `${name} total: ${times} kills, ${killing.acknowledged} acknowledged, ${missing.length} missing, ${twice.length} twice`,
  );
}

const data = await mkdtemp(join(tmpdir(), 'lectern-kills-'));
try {
  await kill('SQLite', Number(sqliteKills), new Killing({ data }), ['writer']);
} finally {
  await rm(data, { recursive: true });
}

const postgres = await Postgres.make();
try {
  const killing = new Killing({ database: await postgres.createDatabase() }, postgres);
  await kill('PostgreSQL', Number(postgresKills), killing, ['server', 'writer']);
} finally {
  await postgres.remove();
}

process.exitCode = wrong > 0 ? 1 : 0;
