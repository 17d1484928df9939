import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Test } from 'tap';
import { freePort } from './free-port.js';

const user = 'lectern';
const password = 'sesame';

/** Attempts at a port that another process might take between our check and the server's start. */
const ATTEMPTS = 3;

/** A server for one test, which removes it. */
export async function startPostgres(t: Pick<Test, 'teardown'>, ...settings: string[]): Promise<Postgres> {
  const postgres = await Postgres.make(...settings);
  t.teardown(() => postgres.remove());
  return postgres;
}

/** A server for databases of the tests, which do not change it otherwise. */
export class Databases {
  private constructor(private readonly server: string) {}

  /**
   * The server that all files of a run share (test/run.ts), since starting one takes longer than most tests. A file
   * that runs on its own starts one.
   */
  static async find(t: Pick<Test, 'teardown'>): Promise<Databases> {
    const shared = process.env.TEST_POSTGRES;
    return new Databases(shared ?? (await startPostgres(t, 'fsync=off')).url('postgres'));
  }

  /** Creates an empty database, which the test removes, and returns its URL. */
  async create(t: Pick<Test, 'teardown'>): Promise<string> {
    const name = newName();
    await query(this.server, `create database ${name}`);
    t.teardown(() => query(this.server, `drop database ${name} with (force)`));
    return Object.assign(new URL(this.server), { pathname: name }).href;
  }
}

/** The URL of an empty database for one test. */
export const startDatabase = async (t: Pick<Test, 'teardown'>): Promise<string> =>
  (await Databases.find(t)).create(t);

const newName = (): string => `test_${randomBytes(6).toString('hex')}`;

/** Runs a statement on a connection of its own. */
async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A private PostgreSQL server on 127.0.0.1 with its data in a temporary folder. */
export class Postgres {
  private server: ChildProcess | undefined;
  private said = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: string[],
  ) {}

  /** Creates and starts one, with settings such as `fsync=off`; the caller has to `remove()` it. */
  static async make(...settings: string[]): Promise<Postgres> {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-postgres-'));
    await chmod(folder, 0o777);
    const secret = join(folder, 'password');
    await writeFile(secret, password);
    await run(
      'initdb',
      '--pgdata',
      join(folder, 'data'),
      '--username',
      user,
      '--pwfile',
      secret,
      '--no-sync',
      [...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C']],
    );
    for (let attempt = 1; ; attempt += 1) {
      const postgres = new Postgres(folder, await freePort(), settings);
      try {
        await postgres.start();
        return postgres;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The URL of a database of this server. */
  url(database: string): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Creates an empty database with a new name and returns its URL. */
  async createDatabase(): Promise<string> {
    const name = newName();
    await this.query('postgres', `create database ${name}`);
    return this.url(name);
  }

  /** Runs a statement on a connection of its own. */
  query(database: string, statement: string): Promise<unknown[]> {
    return query(this.url(database), statement);
  }

  /** Starts the server again after `stop` or `kill`. Resolves once it accepts connections. */
  async start(): Promise<void> {
    // The child processes of a killed server end slightly later, and keep its memory until then.
    while (!(await this.starts())) {
      if (!this.said.includes('pre-existing shared memory block')) {
        throw new Error(`PostgreSQL has not started:\n${this.said}`);
      }
    }
  }

  /** False if the server ended before it accepted connections; `said` contains the reason. */
  private async starts(): Promise<boolean> {
    const [command, ...prefix] = asPostgres(binary('postgres'));
    this.said = '';
    const server = spawn(command, [
      ...prefix,
      ...['-D', join(this.folder, 'data'), '-p', String(this.port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${this.folder}`],
      ...['max_connections=50', 'shared_buffers=16MB', ...this.settings].flatMap((each) => ['-c', each]),
    ]);
    this.server = server;
    process.once('exit', this.killAtExit);
    for await (const line of createInterface(server.stderr)) {
      this.said += `${line}\n`;
      if (line.includes('ready to accept connections')) {
        // Later output is not used, but must not fill the pipe.
        server.stderr.resume();
        return true;
      }
    }
    return false;
  }

  /** Ends the server as an operator would, without waiting for its clients. */
  stop(): Promise<void> {
    return this.end((server) => server.kill('SIGINT'));
  }

  /** Ends all of the server's processes at the same moment, as a failing machine would. */
  kill(): Promise<void> {
    return this.end((server) => {
      const processes = this.processes();
      server.kill('SIGKILL');
      for (const id of processes) killProcess(id, 'SIGKILL');
    });
  }

  /** Makes the server hang: connections stay open without answers. */
  freeze(): void {
    for (const id of this.processes()) killProcess(id, 'SIGSTOP');
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
    for (const id of this.processes()) killProcess(id, 'SIGCONT');
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The process that started all the others. */
  get pid(): number {
    const { pid } = this.server ?? {};
    if (pid === undefined) throw new Error('this PostgreSQL is not running');
    return pid;
  }

  private async end(signal: (server: ChildProcess) => void): Promise<void> {
    const { server } = this;
    if (!server) return;
    process.off('exit', this.killAtExit);
    this.server = undefined;
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    signal(server);
    await ended;
  }

  private readonly killAtExit = (): void => void this.server?.kill('SIGKILL');

  /** The IDs of the processes that the server has started. */
  private processes(): number[] {
    const parent = this.server?.pid;
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && parent !== undefined && parentOf(id) === parent);
  }
}

function parentOf(id: number): number | undefined {
  try {
    // The name before it, in parentheses, can contain blanks.
    return Number(
      readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return undefined;
  }
}

function killProcess(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended already.
  }
}

/** The folder of the server's programs on Debian; elsewhere they are found by their names. */
function binary(name: string): string {
  const base = '/usr/lib/postgresql';
  try {
    const newest = readdirSync(base).sort((a, b) => Number(b) - Number(a))[0];
    return newest ? join(base, newest, 'bin', name) : name;
  } catch {
    return name;
  }
}

/** PostgreSQL refuses to run as root. */
function asPostgres(program: string): [string, ...string[]] {
  if (process.getuid?.() !== 0) return [program];
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', program];
}

const execute = promisify(execFile);

/** Runs a program of PostgreSQL. Rejects with its output if it fails. */
async function run(name: string, ...args: (string | string[])[]): Promise<void> {
  const [command, ...prefix] = asPostgres(binary(name));
  await execute(command, [...prefix, ...args.flat()]);
}
