import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { LeanClient } from '../helpers/lean-client.js';
import { Postgres } from '../helpers/postgres.js';
import { type ServerProcess, startServerProcess } from '../helpers/server-process.js';
import { fill, sizes } from './store-filling.js';
import { percentile } from './store-targets.js';

// Prints how long a lecture takes to open over a WebSocket (JoinLecture, then the first pages of its chat and of its
// markers at once), and how much more memory the server uses afterwards: for an empty lecture, one with a page of each,
// and one with 100,000 messages and 5,000 markers.
//     node dist/test/faults/lecture-opening.js [<rounds>]

const [, , rounds = '300'] = process.argv;
const ROUNDS = Number(rounds);
/** Warm-up rounds. They let the database settle after the bulk insert. */
const WARM_UP = 20;

type Kind = keyof typeof sizes;
const kinds = Object.keys(sizes) as Kind[];

/** A database, and a function that runs statements in it without the server. */
interface Place {
  name: string;
  options: Record<string, string>;
  execute(statement: string): Promise<void>;
}

interface School {
  token: string;
  classUuid: string;
  lectures: Record<Kind, number>;
}

const start = ({ options }: Place): Promise<ServerProcess> =>
  startServerProcess({ ...options, LECTERN_OTHER_RATE: '1000000', LECTERN_OTHER_BURST: '1000000' });

async function makeSchool(url: string, { execute }: Place): Promise<School> {
  const teacher = await LeanClient.open(url);
  const { user, token = '' } = teacher.welcome;
  const { class: made } = await teacher.ask('CreateClass', { title: 'Algebra' });
  const classUuid = made.uuid;
  const lectures = { empty: 0, short: 0, long: 0 };
  for (const kind of kinds) {
    const given = { classUuid, lectureDate: '2026-11-21', lectureName: kind, playlist: 'a.mp4' };
    lectures[kind] = (await teacher.ask('CreateLecture', given)).lecture.id;
    await fill(execute, { lectureId: lectures[kind], userId: user?.id ?? '' }, sizes[kind]);
  }
  teacher.close();
  return { token, classUuid, lectures };
}

/** Opens the lecture and leaves it again. Returns the time of the opening in ms. */
async function open(client: LeanClient, lecture: { classUuid: string; lectureId: number }): Promise<number> {
  const started = performance.now();
  await client.ask('JoinLecture', lecture);
  const [markers, chat] = await Promise.all([
    client.ask('GetMarkers', { ...lecture, videoIndex: 0 }),
    client.ask('GetLiveChatMessages', lecture),
  ]);
  const took = performance.now() - started;
  if (markers.markers.length !== chat.messages.length)
    throw new Error('found other pages than the requested ones');
  await client.request('ExitLecture', lecture);
  return took;
}

async function measure(place: Place): Promise<void> {
  const server = await start(place);
  const { token, classUuid, lectures } = await makeSchool(server.url, place);
  const client = await LeanClient.open(server.url, token);
  const times: Record<Kind, number[]> = { empty: [], short: [], long: [] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    // Each one comes first equally often.
    for (let turn = 0; turn < kinds.length; turn += 1) {
      const kind = kinds[(WARM_UP + round + turn) % kinds.length] as Kind;
      const took = await open(client, { classUuid, lectureId: lectures[kind] });
      if (round >= 0) times[kind].push(took);
    }
  }
  client.close();
  await server.stop();
  for (const kind of kinds) {
    const resident = await residentAfter(place, { token, classUuid, lectureId: lectures[kind] });
    const ms = (percent: number): string => percentile(times[kind], percent).toFixed(2);
    console.log(
      `${place.name}, ${kind} lecture: opens in median ${ms(50)} ms, p99 ${ms(99)} ms; ` +
        `a server that opens it ${ROUNDS} times takes ${resident.toFixed(0)} MiB at most`,
    );
  }
}

/** Memory in MiB of a new server after it has opened one lecture repeatedly. */
async function residentAfter(
  place: Place,
  { token, ...lecture }: { token: string; classUuid: string; lectureId: number },
): Promise<number> {
  const server = await start(place);
  const client = await LeanClient.open(server.url, token);
  for (let round = 0; round < ROUNDS; round += 1) await open(client, lecture);
  const resident = server.mostResident();
  client.close();
  await server.stop();
  return resident;
}

const data = await mkdtemp(join(tmpdir(), 'lectern-opening-'));
const postgres = await Postgres.make();
try {
  const options = { LECTERN_DATA: data, LECTERN_SECRET: 'the secret of the servers of these tests' };
  await measure({
    name: 'SQLite',
    options,
    async execute(statement) {
      const file = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
      file.exec(statement);
      file.close();
    },
  });
  const database = await postgres.createDatabase();
  await measure({
    name: 'PostgreSQL',
    options: { ...options, LECTERN_DATABASE: database },
    execute: async (statement) => void (await postgres.query(new URL(database).pathname.slice(1), statement)),
  });
} finally {
  await postgres.remove();
  await rm(data, { recursive: true });
}
