import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Kysely } from '../../../server/store/kysely.js';
import { kyselyDialect } from '../../../server/store/kysely-dialect.js';
import { runRead } from '../../../server/store/queries/registry.js';
import { openSqliteFile } from '../../../server/store/sqlite-file.js';
import { type ReadInput, type ReadName, USER_DATA_PARTS } from '../../../server/store/store.js';
import type { Tables } from '../../../server/store/tables.js';

// test/faults/store-pages.ts measures how fast a page of a long list is read. This test shows that no read scans a whole
// table or sorts.

const reads: { [K in ReadName]?: ReadInput<K> } = {
  unusedClasses: [1],
  unusedRooms: [1],
  findReply: ['saveUser', { clientId: 'client', id: 1 }],
  user: ['ann'],
  class: ['uuid'],
  lecture: [1],
  marker: [1],
  member: ['uuid', 'ann'],
  exclusion: ['uuid', 'ann', 1],
  exclusions: ['uuid', { before: 9 }],
  revocations: [{ before: 9 }],
  auditEntries: [{ classUuid: 'uuid', since: 1, before: 9 }],
  instructors: ['uuid'],
  classes: ['ann', { before: 9 }],
  lectures: ['uuid', { before: 9 }],
  liveLectures: [{ before: 9 }],
  calendarEntries: ['uuid', { limit: 9 }],
  calendarFeed: ['uuid', 'ann'],
  calendarFeedByHash: ['hash'],
  webhookEndpoints: [],
  dueWebhooks: [{ endpointId: 1, now: 9, limit: 9 }],
  deadWebhooks: [{ before: 9 }],
  webhookParticipants: [{ after: { roomId: 'blue', clientId: 'client' } }],
  dueAnnouncements: [{ roomId: 'lecture_1', after: 9 }],
  members: ['uuid', { after: 9 }],
  chatMessages: [1, { before: 9 }],
  markers: [1, 0, { before: 9 }],
  markerVotes: [[1, 2]],
  markerMessages: [1, { before: 9 }],
};

t.test('every read uses an index, and does not sort', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'lectern-store-'));
  const { connection } = await openSqliteFile(data, true);
  t.teardown(async () => {
    connection.close();
    await rm(data, { recursive: true });
  });
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const db = new Kysely<Tables>({
    dialect: kyselyDialect(connection),
    log: ({ query }) => void statements.push(query),
  });
  const ofAllVideos: ReadInput<'markers'> = [1, undefined, { before: 9 }];
  const ofUser = USER_DATA_PARTS.map((part) => ['userData', ['ann', part, { after: 9 }]]);
  const ofReader: ReadInput<'chatMessages'> = [1, { before: 9, readerId: 'ann' }];
  const all = [...Object.entries(reads), ['markers', ofAllVideos], ['chatMessages', ofReader], ...ofUser] as [
    ReadName,
    ReadInput<ReadName>,
  ][];
  for (const [name, args] of all) {
    await runRead(db, name, args);
    for (const { sql, parameters } of statements.splice(0)) {
      const plan = connection.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
      const steps = plan.map(({ detail }) => detail).join('; ');
      t.notMatch(steps, /SCAN (?!.* USING INDEX lectures_live)|TEMP B-TREE/, `${name}: ${steps}`);
    }
  }
});
