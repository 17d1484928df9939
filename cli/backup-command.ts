import type { Command } from 'commander';
import type { BackupFlags } from './backup.js';
import { addServerOptions } from './options.js';

/** `lectern backup` and `lectern restore` */
export function addBackupCommands(program: Command): void {
  const backup = program
    .command('backup')
    .summary("back up a server's data, also while it runs")
    .description(
      'Writes the data folder to one file: the database as it is at one moment, the secret and all other files. ' +
        'Checks the copy of the database. The server can run meanwhile. For PostgreSQL, use pg_dump instead. ' +
        'Exit status: 1 if the backup failed, 2 if the options are wrong.',
    )
    .argument('<file>', 'the backup to create, for example lectern.tar.gz')
    .option('--force', 'replace the file if it exists');
  addServerOptions(backup, ['data', 'database']).action(async (file: string, flags: BackupFlags) => {
    const { backup } = await import('./backup.js');
    process.exitCode = await backup(file, flags);
  });
  const restore = program
    .command('restore')
    .summary("restore a server's data from a backup")
    .description(
      'Puts the data of a backup into the data folder. The server must be stopped. If the command is killed, the old ' +
        'data is still there. For PostgreSQL, use pg_restore instead. Exit status: 1 if the restore failed, 2 if the ' +
        'options are wrong.',
    )
    .argument('<file>', 'the backup, created by `lectern backup`')
    .option('--force', 'replace the data that the folder contains');
  addServerOptions(restore, ['data', 'database']).action(async (file: string, flags: BackupFlags) => {
    const { restore } = await import('./backup.js');
    process.exitCode = await restore(file, flags);
  });
}
