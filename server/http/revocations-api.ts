import type { FastifyInstance } from 'fastify';
import type { HttpRevoke } from 'lectern-protocol/http';
import { revoke } from 'lectern-protocol/http-validators';
import type { AuditLog, AuditSubject } from '../classroom/audit-log.js';
import type { Revocations, RevocationTerms } from '../identity/revocations.js';
import { describeToken } from '../identity/tokens.js';
import { Refusal } from '../protocol/errors.js';
import type { Revocation } from '../store/store.js';
import { bodyOf } from './body.js';
import { type ListQuery, numberOf, pageOf } from './list-query.js';

interface Services {
  revocations: Pick<Revocations, 'revoke' | 'lift' | 'list'>;
  audit: Pick<AuditLog, 'recordOperator'>;
  log: { info(fields: object, text: string): void };
}

const wireRevocation = ({ id, kind, subject, reason, createdAt, expires }: Revocation) => ({
  id,
  [kind]: subject,
  ...(reason !== undefined && { reason }),
  created: createdAt,
  ...(expires !== undefined && { expires }),
});

/** Returns what the audit log says about a revocation. */
const subjectOf = ({ kind, subject, reason }: Revocation): AuditSubject => ({
  target: { id: subject },
  detail: reason === undefined ? kind : `${kind}: ${reason}`,
});

/** Returns what a request asks to revoke. @throws Refusal bad-data if it does not name exactly one user or token */
function termsOf({ user, token, reason, ttl }: HttpRevoke): RevocationTerms {
  const given = {
    ...(reason !== undefined && { reason }),
    ...(ttl !== undefined && { expires: Date.now() + ttl * 1000 }),
  };
  if (user !== undefined && token === undefined) return { kind: 'user', subject: user, ...given };
  if (user === undefined && token !== undefined) {
    const { tokenId, expires } = describeToken(token);
    // An expired token is refused anyway. The clocks of nodes can differ a little.
    return {
      kind: 'token',
      subject: tokenId,
      ...(expires !== undefined && { expires: expires + 60_000 }),
      ...given,
    };
  }
  const expected = 'an object with either `user` or `token`';
  throw new Refusal('bad-data', `the body must be ${expected}`, { pointer: '', expected });
}

/** Users and tokens that are kept out: /revocations and /revocations/<id>. */
export async function revocationsApi(
  app: FastifyInstance,
  { revocations, audit, log }: Services,
): Promise<void> {
  app.get<ListQuery>('/revocations', async ({ query }, reply) => {
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await revocations.list(pageOf(query));
    return { revocations: items.map(wireRevocation), ...rest };
  });

  app.post('/revocations', async ({ body, operator }, reply) => {
    const revocation = await revocations.revoke(termsOf(bodyOf<HttpRevoke>(revoke, body)));
    log.info({ revocation: revocation.id, kind: revocation.kind }, 'access revoked');
    await audit.recordOperator('revoke', subjectOf(revocation), operator);
    reply.code(201);
    return { revocation: wireRevocation(revocation) };
  });

  app.delete<{ Params: { id: string } }>('/revocations/:id', async ({ params, operator }, reply) => {
    const id = numberOf('id', params.id);
    const lifted = await revocations.lift(id);
    await audit.recordOperator('lift-revocation', subjectOf(lifted), operator);
    log.info({ revocation: id }, 'revocation lifted');
    reply.code(204);
  });
}
