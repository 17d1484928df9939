import t, { type Test } from 'tap';
import { Retention } from '../../../server/classroom/retention.js';
import { Refusal } from '../../../server/protocol/errors.js';

const DAY_MS = 24 * 60 * 60_000;
const now = 1000 * DAY_MS;

/** Runs a round over stored objects, each with the day of its last use. Returns what it deleted. */
async function run(
  t: Test,
  given: { openMode: boolean; classDays?: number; occupied?: string; gone?: string },
  days: number,
) {
  const deleted: string[] = [];
  const counted: Record<string, number> = {};
  const used = { old: 0, recent: 900 };
  const before = async (time: number) =>
    Object.entries(used)
      .filter(([, day]) => day * DAY_MS < time)
      .map(([name]) => name);
  const remove = async (name: string) => {
    if (name === given.gone) throw new Refusal('not-found', 'gone');
    deleted.push(name);
  };
  let old = 3;
  let spans = 5;
  const services = {
    classroom: {
      store: {
        unusedClasses: before,
        unusedRooms: before,
        async deleteOldChat({ before }: { before: number }) {
          t.equal(before, now - days * DAY_MS);
          const value = Math.min(old, 2);
          old -= value;
          return { value, repeated: false };
        },
        async deleteOldCancellations({ before }: { before: number }) {
          t.equal(before, now - 30 * DAY_MS);
          return { value: 0, repeated: false };
        },
        async deleteOldAttendance({ before }: { before: number }) {
          t.equal(before, now - days * DAY_MS);
          const value = spans;
          spans = 0;
          return { value, repeated: false };
        },
      },
      recordings: {
        async deleteOld(before: number | undefined) {
          t.equal(before, days > 0 ? now - days * DAY_MS : undefined);
          return days > 0 ? 4 : 0;
        },
      },
      deletions: { deleteClass: (name: string) => remove(`class ${name}`) },
    },
    rooms: {
      saveUse: async () => {},
      count: async (name: string) => (name === given.occupied ? 1 : 0),
      delete: (name: string) => remove(`room ${name}`),
      end: async () => {},
    },
    options: {
      chatRetention: days,
      attendanceRetention: days,
      recordingRetention: days,
      classRetention: given.classDays ?? 0,
      guestClassRetention: days,
      guestRoomRetention: days,
    },
    metrics: {
      expired(kind: string, count: number) {
        counted[kind] = (counted[kind] ?? 0) + count;
      },
    },
    openMode: given.openMode,
    log: { info() {}, error() {} },
  } as unknown as ConstructorParameters<typeof Retention>[0];
  await new Retention(services).run(now);
  return { deleted, remaining: old, counted };
}

t.test('what guests have not used for the given days is deleted, and nothing else', async (t) => {
  t.same(await run(t, { openMode: true }, 500), {
    deleted: ['class old', 'room old'],
    remaining: 0,
    counted: { messages: 3, attendance: 5, recordings: 4, classes: 1, rooms: 1 },
  });
  t.same((await run(t, { openMode: true }, 50)).deleted, [
    'class old',
    'class recent',
    'room old',
    'room recent',
  ]);
});

t.test('classes and rooms of users with tokens are kept', async (t) => {
  t.match(await run(t, { openMode: false }, 500), { deleted: [], remaining: 0 });
});

t.test('unused classes of users with tokens are deleted if the operator wants it', async (t) => {
  t.same((await run(t, { openMode: false, classDays: 500 }, 0)).deleted, ['class old']);
  const both = { openMode: true, classDays: 50 };
  t.same((await run(t, both, 500)).deleted, ['class old', 'class recent', 'room old']);
});

t.test('0 days keep everything', async (t) => {
  t.same(await run(t, { openMode: true }, 0), { deleted: [], remaining: 3, counted: {} });
});

t.test('a room in which somebody is stays, and another node can have deleted an object', async (t) => {
  t.same((await run(t, { openMode: true, occupied: 'old' }, 500)).deleted, ['class old']);
  t.same((await run(t, { openMode: true, gone: 'class old' }, 500)).deleted, ['room old']);
});
