import { resolve } from 'node:path';
import { OptionsError, resolveOptions } from '../server/options.js';
import { backUp } from '../server/store/backup.js';
import { StoreError } from '../server/store/errors.js';
import { restoreBackup } from '../server/store/restore.js';
import { print } from './print.js';

export interface BackupFlags {
  config?: string;
  data?: string;
  database?: string;
  force?: true;
}

/** The command `lectern backup`. Returns the exit status. */
export const backup = (target: string, flags: BackupFlags): Promise<number> =>
  explained(async () => {
    const data = dataFolder(flags, 'pg_dump --format=custom --file=lectern.dump postgres://…');
    const { file, databaseBytes, files, leftOut } = await backUp(data, target, {
      replace: flags.force ?? false,
    });
    print(
      `Backed up ${resolve(data)} to ${file}: the database (${megabytes(databaseBytes)}) and ${count(files.length)}.`,
    );
    for (const path of leftOut) process.stderr.write(`lectern: left out ${path}: it is not a regular file\n`);
  });

/** The command `lectern restore`. Returns the exit status. */
export const restore = (file: string, flags: BackupFlags): Promise<number> =>
  explained(async () => {
    const data = dataFolder(flags, 'pg_restore --clean --if-exists --dbname=postgres://… lectern.dump');
    await restoreBackup(file, data, { replace: flags.force ?? false });
    print(`Restored ${resolve(data)} from ${resolve(file)}.`);
  });

/** @throws OptionsError if the data is in PostgreSQL */
function dataFolder({ config, data, database }: BackupFlags, command: string): string {
  const options = resolveOptions({ flags: { data, database }, env: process.env, file: config });
  if (options.database !== '') {
    throw new OptionsError(`the option database is set, so the data is in PostgreSQL: use \`${command}\``);
  }
  return options.data;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const count = (files: number): string => (files === 1 ? '1 other file' : `${files} other files`);

async function explained(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const isSystemError = error instanceof Error && 'syscall' in error;
    if (!(error instanceof OptionsError || error instanceof StoreError || isSystemError)) throw error;
    process.stderr.write(`lectern: ${error.message}\n`);
    return error instanceof OptionsError ? 2 : 1;
  }
}
