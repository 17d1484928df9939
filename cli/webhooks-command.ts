import type { Command } from 'commander';
import { type ApiFlags, apiCommand } from './api-command.js';
import { count } from './options.js';
import type { DeadFlags, RetryFlags } from './webhooks.js';

/** `lectern webhooks` */
export function addWebhooksCommand(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .summary('show webhooks, and send events again')
    .description(
      'Shows the webhooks of a running server and the events that they did not take, through the HTTP API. Exit status: ' +
        "1 if the server rejects the request, 2 if it can't be reached.",
    );
  const list = apiCommand('list', 'list the webhooks')
    .description('Lists the webhooks with the numbers of their pending, dead and lost events.')
    .action(async (flags: ApiFlags) => {
      const { listWebhooks } = await import('./webhooks.js');
      process.exitCode = await listWebhooks(flags);
    });
  const dead = apiCommand('dead', 'list dead events')
    .description('Lists the newest events that were given up after the last attempt, newest last.')
    .option('-n, --number <number>', 'maximum number of events', count, 50)
    .action(async (flags: DeadFlags) => {
      const { listDead } = await import('./webhooks.js');
      process.exitCode = await listDead(flags);
    });
  const retry = apiCommand('retry', 'send dead events again')
    .description(
      'Sends dead events again, after the pending events of their rooms, with the same IDs as before.',
    )
    .argument('[ids...]', 'IDs of the events, as listed')
    .option('--all', 'all dead events')
    .action(async (ids: string[], flags: RetryFlags) => {
      const { retryDead } = await import('./webhooks.js');
      process.exitCode = await retryDead(ids, flags);
    });
  const enable = apiCommand('enable', 'enable a webhook that has answered 410 Gone')
    .description('Enables a webhook that is disabled because it has answered 410 Gone, and sends its events.')
    .argument('<id>', 'ID of the webhook, as listed', count)
    .action(async (id: number, flags: ApiFlags) => {
      const { enableWebhook } = await import('./webhooks.js');
      process.exitCode = await enableWebhook(id, flags);
    });
  const discard = apiCommand('discard', 'delete the events of a disabled or removed webhook')
    .description(
      'Deletes a webhook that is disabled, or that the option webhookUrl does not name any more, with all of its events.',
    )
    .argument('<id>', 'ID of the webhook, as listed', count)
    .action(async (id: number, flags: ApiFlags) => {
      const { discardWebhook } = await import('./webhooks.js');
      process.exitCode = await discardWebhook(id, flags);
    });
  for (const each of [list, dead, retry, enable, discard]) {
    webhooks.addCommand(each.copyInheritedSettings(program));
  }
}
