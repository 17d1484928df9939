import type { ChatClient } from '../chat/chat-client.js';
import { Refusal } from '../protocol/errors.js';
import type { Observer } from '../protocol/router.js';
import type { Account } from '../util/account.js';
import type { LimitedLog } from '../util/limited-log.js';

interface Counter {
  handled(type: string): void;
  refused(type: string | undefined, code: string, who: Account): void;
}

interface Logger {
  isLevelEnabled(level: string): boolean;
  debug(fields: object, text: string): void;
}

/** Counts the results of all messages, and logs refusals and failures. */
export function observeMessages(counter: Counter, log: Logger, refusals: LimitedLog): Observer<ChatClient> {
  const verbose = log.isLevelEnabled('debug');
  return {
    handled(client, type) {
      counter.handled(type);
      if (verbose) log.debug({ client: client.id, type }, 'message handled');
    },
    refused(client, type, error) {
      const code = error instanceof Refusal ? error.code : 'internal';
      counter.refused(type, code, client.account);
      const kind = { type, code };
      if (code === 'internal') {
        refusals.write('error', 'message failed', kind, { client: client.id, err: error });
      } else refusals.write('info', 'message refused', kind, { client: client.id });
    },
  };
}
