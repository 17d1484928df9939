import type { FastifyInstance } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import type { ClassCalendar } from '../classroom/class-calendar.js';
import type { Revocations } from '../identity/revocations.js';
import { Refusal } from '../protocol/errors.js';
import { targetOf } from './origin.js';

interface Services {
  calendar: Pick<ClassCalendar, 'ownerOf' | 'ofClass'>;
  revocations: Pick<Revocations, 'isRevoked'>;
  options: Pick<Options, 'basePath' | 'trustProxy'>;
}

/** Time in seconds for which the calendar need not be requested again. */
const MAX_AGE = 300;

/** The calendars of classes, at the secret links of their members: /calendar/<secret>.ics. */
export async function calendars(
  app: FastifyInstance,
  { calendar, revocations, options }: Services,
): Promise<void> {
  app.get<{ Params: { secret: string } }>('/calendar/:secret.ics', async ({ raw, params }, reply) => {
    const owner = await calendar.ownerOf(params.secret);
    if (!owner || revocations.isRevoked({ user: { id: owner.userId } })) {
      throw new Refusal('not-found', 'this calendar does not exist, or its link was withdrawn');
    }
    const { scheme = 'https', host = '' } = targetOf(raw, options.trustProxy);
    const text = await calendar.ofClass(owner.classUuid, `${scheme}://${host}${options.basePath}/`);
    reply
      .type('text/calendar; charset=utf-8')
      .header('cache-control', `private, max-age=${MAX_AGE}`)
      .header('content-disposition', 'inline; filename="class.ics"');
    return text;
  });
}
