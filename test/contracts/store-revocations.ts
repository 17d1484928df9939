import type { Test } from 'tap';
import { type MakeSubject, refused } from './store-classroom.js';

/** Requirements for revocations, for every store. */
export function revocationContract(t: Test, make: MakeSubject): void {
  t.test('users and tokens are revoked once each, until the revocation is lifted or expires', async (t) => {
    const { open } = await make(t);
    const store = await open();
    const { value: user } = await store.revoke({ kind: 'user', subject: 'ann', reason: 'spam' });
    const { value: token } = await store.revoke({ kind: 'token', subject: 'ann' });
    t.ok(user.createdAt <= Date.now() && user.createdAt > Date.now() - 60_000);
    t.match(user, { kind: 'user', subject: 'ann', reason: 'spam' });
    t.same((await (await open()).revocations()).items, [user, token]);
    const expires = Date.now() + 60_000;
    const { value: again } = await store.revoke({ kind: 'user', subject: 'ann', expires });
    t.match(again, { id: user.id, expires, reason: undefined });
    await store.revoke({ kind: 'user', subject: 'ben', expires: Date.now() - 1 });
    t.same((await store.revocations()).items, [again, token]);
    const newest = await store.revocations({ limit: 1 });
    t.same(newest.items, [token]);
    t.same(await store.revocations({ before: newest.before }), { items: [again] });
    t.same((await store.liftRevocation({ id: token.id })).value, token);
    await refused(t, 'not-found', store.liftRevocation({ id: token.id }));
    t.same((await store.revocations()).items, [again]);
  });
}
