import type { Test } from 'tap';
import type { AuditEntry, Store } from '../../server/store/store.js';
import type { MakeSubject } from './store-classroom.js';

/** Limits that are never reached. */
const ample = { most: 1_000_000, retention: 1_000_000 };

const idsOf = async (
  store: Store,
  query?: Parameters<Store['auditEntries']>[0],
): Promise<(string | undefined)[]> => (await store.auditEntries(query)).items.map(({ target }) => target?.id);

/** Requirements for the audit log, for every store. */
export function auditContract(t: Test, make: MakeSubject): void {
  t.test('entries of the audit log are stored and read in pages', async (t) => {
    const { open } = await make(t);
    const store = await open();
    const whole: Omit<AuditEntry, 'id'> = {
      at: 1000,
      action: 'remove',
      actor: { id: 'kim', name: 'Ms Kim' },
      classUuid: 'one',
      lecture: { id: 3, lectureName: 'Numbers' },
      target: { id: 'ann', name: 'Ann' },
      detail: 'x',
    };
    const bare: Omit<AuditEntry, 'id'> = {
      at: 2000,
      action: 'revoke',
      key: 'timetable',
      target: { id: 'ben' },
    };
    for (const entry of [whole, bare]) await store.addAuditEntry({ entry, ...ample });
    const { items } = await (await open()).auditEntries();
    t.same(
      items.map(({ id, ...entry }) => entry),
      [whole, bare],
    );
    const newest = await store.auditEntries({ limit: 1 });
    t.match(newest.items, [bare]);
    t.same(await idsOf(store, { before: newest.before }), ['ann']);
    t.same(await idsOf(store, { classUuid: 'one' }), ['ann']);
    t.same(await idsOf(store, { since: 1500 }), ['ben']);
  });

  t.test('a user has a share of the audit log, and cannot push out the entries of others', async (t) => {
    const store = await (await make(t)).open();
    const add = (actor: string | undefined, target: string, at = 1000) => {
      const entry = { at, action: 'remove', target: { id: target } } as const;
      const by = actor === undefined ? entry : { ...entry, actor: { id: actor, name: actor } };
      return store.addAuditEntry({ entry: by, most: 200, retention: 500 });
    };
    await add(undefined, 'by the operator');
    await add('kim', 'by kim');
    for (let i = 0; i < 5; i++) await add('mallory', `${i}`);
    t.same(await idsOf(store), ['by the operator', 'by kim', '3', '4']);
    for (let i = 0; i < 100; i++) await add('eve', 'later', 2000);
    t.same(await idsOf(store), ['later', 'later'], 'entries that are too old are deleted');
  });
}
