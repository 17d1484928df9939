import type { Command } from 'commander';
import { apiCommand } from './api-command.js';
import type { AuditFlags } from './audit.js';
import { count } from './options.js';

/** `lectern audit` */
export function addAuditCommand(program: Command): void {
  const audit = apiCommand('audit', 'show what teachers and operators did to others')
    .description(
      'Lists the newest entries of the audit log, newest last: removals, bans, muting, deletions and revocations. ' +
        "Exit status: 1 if the server rejects the request, 2 if it can't be reached.",
    )
    .option('--class <uuid>', 'only entries about this class')
    .option('-n, --number <number>', 'maximum number of entries', count, 50)
    .action(async (flags: AuditFlags) => {
      const { showAudit } = await import('./audit.js');
      process.exitCode = await showAudit(flags);
    });
  program.addCommand(audit.copyInheritedSettings(program));
}
