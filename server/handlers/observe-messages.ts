import type { ChatClient } from '../chat/chat-client.js';
import { Refusal } from '../protocol/errors.js';
import type { Observer } from '../protocol/router.js';

interface Counter {
  handled(type: string): void;
  refused(type: string | undefined, code: string): void;
}

interface Logger {
  isLevelEnabled(level: string): boolean;
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** Counts the results of all messages, and logs refusals and failures. */
export function observeMessages(counter: Counter, log: Logger): Observer<ChatClient> {
  const verbose = log.isLevelEnabled('debug');
  return {
    handled(client, type) {
      counter.handled(type);
      if (verbose) log.debug({ client: client.id, type }, 'message handled');
    },
    refused(client, type, error) {
      const code = error instanceof Refusal ? error.code : 'internal';
      counter.refused(type, code);
      if (code === 'internal') log.error({ client: client.id, type, err: error }, 'message failed');
      else log.info({ client: client.id, type, code }, 'message refused');
    },
  };
}
