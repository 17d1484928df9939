import type {
  ApiDeadEvent,
  ApiDeadEventList,
  ApiRetriedWebhooks,
  ApiWebhook,
  ApiWebhookList,
  HttpRetryWebhooks,
} from 'lectern-protocol/http';
import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { ExplainedError } from './explained-error.js';
import { type Advice, call } from './http.js';
import { print } from './print.js';
import { printTable } from './table.js';

export interface DeadFlags extends ApiFlags {
  /** Maximum number of events. */
  number: number;
}

export interface RetryFlags extends ApiFlags {
  all?: boolean;
}

const advice: Advice = {
  missing: '`lectern webhooks list` lists the webhooks',
  help: 'see `lectern webhooks --help`',
};

/** Maximum number of events in a page of the API, and in one request to send them again. */
const PAGE = 200;

/** `lectern webhooks list` */
export const listWebhooks = (flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const { webhooks } = (await call(api, 'GET', '/webhooks')) as ApiWebhookList;
    if (flags.json) for (const each of webhooks) print(JSON.stringify(each));
    else {
      const columns = ['ID', 'URL', 'EVENTS', 'STATE', 'PENDING', 'OLDEST', 'DEAD', 'LOST', 'ERROR'];
      printTable(columns, webhooks.map(webhookRow));
    }
  });

const webhookRow = ({ id, url, events, state, pending, oldest, dead, lost, error }: ApiWebhook) => [
  String(id),
  url,
  events.join('+') || 'all',
  state,
  String(pending),
  oldest === undefined ? '' : new Date(oldest).toISOString(),
  String(dead),
  String(lost),
  error ?? '',
];

/** `lectern webhooks dead` */
export const listDead = (flags: DeadFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const events: ApiDeadEvent[] = [];
    let before: number | undefined;
    do {
      const query = new URLSearchParams({ limit: String(Math.min(PAGE, flags.number - events.length)) });
      if (before !== undefined) query.set('before', String(before));
      const page = (await call(api, 'GET', `/webhooks/dead?${query}`)) as ApiDeadEventList;
      events.unshift(...page.events);
      before = page.before;
    } while (before !== undefined && events.length < flags.number);
    if (flags.json) for (const each of events) print(JSON.stringify(each));
    else printTable(['ID', 'TIME', 'EVENT', 'ROOM', 'URL', 'ATTEMPTS', 'ERROR'], events.map(eventRow));
  });

const eventRow = ({ id, at, body, url, attempts, error }: ApiDeadEvent): string[] => [
  String(id),
  new Date(at).toISOString(),
  body.type,
  body.data.room,
  url,
  String(attempts),
  error,
];

/** `lectern webhooks retry` */
export const retryDead = (written: string[], flags: RetryFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    if (flags.all ? written.length > 0 : written.length === 0) {
      throw new ExplainedError(
        'either the IDs of events or --all is required',
        '`lectern webhooks dead` lists the events',
      );
    }
    const ids = written.map(toId);
    let retried = 0;
    for (let start = 0; start === 0 || start < ids.length; start += PAGE) {
      const body: HttpRetryWebhooks = flags.all ? {} : { ids: ids.slice(start, start + PAGE) };
      const answer = (await call(api, 'POST', '/webhooks/retry', body)) as ApiRetriedWebhooks;
      retried += answer.retried;
    }
    print(
      flags.json
        ? JSON.stringify({ retried })
        : `Sending ${retried} ${retried === 1 ? 'event' : 'events'} again.`,
    );
  });

function toId(written: string): number {
  if (/^[1-9]\d{0,14}$/.test(written)) return Number(written);
  throw new ExplainedError(
    `the ID of an event is a number, found '${written}'`,
    '`lectern webhooks dead` lists the events',
  );
}

/** `lectern webhooks enable` */
export const enableWebhook = (id: number, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'POST', `/webhooks/${id}/enable`);
    if (!flags.json) print(`Enabled webhook ${id}.`);
  });

/** `lectern webhooks discard` */
export const discardWebhook = (id: number, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', `/webhooks/${id}`);
    if (!flags.json) print(`Deleted webhook ${id} with its events.`);
  });
