import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Test } from 'tap';
import { bind, StunError } from '../../cli/stun.js';
import { freePort } from './free-port.js';

export interface Coturn {
  port: number;
  /** The port for TLS, if a configuration has one. */
  tlsPort: number;
  /** `stun:127.0.0.1:<port>` */
  stunUrl: string;
  /** `turn:127.0.0.1:<port>?transport=udp` */
  turnUrl: string;
  /** `turn:127.0.0.1:<port>?transport=tcp` */
  turnTcpUrl: string;
  /** The output of coturn so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface CoturnOptions {
  /** The `static-auth-secret`; without it, relays require no credentials. */
  secret?: string;
  /** The port of a stopped one, instead of a free port. */
  port?: number;
  /** Further flags of turnserver(1). */
  flags?: string[];
  /** The text of turnserver.conf, instead of all flags. */
  configuration?: (place: { port: number; tlsPort: number; directory: string }) => string;
}

/** Attempts at a port that another process might take between our check and coturn's start. */
const attempts = 3;

/** A real coturn on 127.0.0.1 that accepts time-limited credentials and relays between loopback peers. */
export async function startCoturn(t: Test, options: CoturnOptions = {}): Promise<Coturn> {
  for (let attempt = 1; ; attempt += 1) {
    const directory = await mkdtemp(join(tmpdir(), 'lectern-coturn-'));
    const coturn = await start(directory, options.port ?? (await freePort()), await freePort(), options);
    const stop = async (): Promise<void> => {
      await coturn.stop();
      await rm(directory, { recursive: true, force: true });
    };
    if (await coturn.answers()) {
      t.teardown(stop);
      return { ...coturn, stop };
    }
    await stop();
    if (attempt === attempts) throw new Error(`turnserver does not answer:\n${coturn.log()}`);
  }
}

/** A credential as `use-auth-secret` checks it; `expires` in seconds since 1970. */
export function turnCredential(
  secret: string,
  expires: number,
  user = 'test',
): { username: string; credential: string } {
  const username = `${expires}:${user}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

function flagsOf(directory: string, port: number, { secret, flags = [] }: CoturnOptions): string[] {
  return [
    '-n',
    ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)],
    ...(secret === undefined ? ['--no-auth'] : ['--use-auth-secret', '--static-auth-secret', secret]),
    ...['--realm', 'lectern.test'],
    ...['--no-tls', '--no-dtls', '--no-cli', '--no-rfc5780', '--allow-loopback-peers'],
    ...['--log-file', 'stdout', '--simple-log'],
    ...['--pidfile', join(directory, 'turnserver.pid'), '--userdb', join(directory, 'turndb')],
    ...flags,
  ];
}

async function start(directory: string, port: number, tlsPort: number, options: CoturnOptions) {
  const { configuration } = options;
  const file = join(directory, 'turnserver.conf');
  if (configuration) await writeFile(file, configuration({ port, tlsPort, directory }));
  const turnserver = spawn('turnserver', configuration ? ['-c', file] : flagsOf(directory, port, options));
  let written = '';
  turnserver.stdout.on('data', (bytes: Buffer) => {
    written += bytes.toString();
  });
  turnserver.stderr.on('data', (bytes: Buffer) => {
    written += bytes.toString();
  });
  await once(turnserver, 'spawn');
  const kill = (): void => void turnserver.kill('SIGKILL');
  process.once('exit', kill);
  const stunUrl = `stun:127.0.0.1:${port}`;
  return {
    port,
    tlsPort,
    stunUrl,
    turnUrl: `turn:127.0.0.1:${port}?transport=udp`,
    turnTcpUrl: `turn:127.0.0.1:${port}?transport=tcp`,
    log: () => written,
    answers: () => answers(turnserver, stunUrl),
    async stop() {
      process.off('exit', kill);
      if (ended(turnserver)) return;
      kill();
      await once(turnserver, 'exit');
    },
  };
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Sends requests until coturn answers; false once it has ended. */
async function answers(turnserver: ChildProcess, stunUrl: string): Promise<boolean> {
  while (!ended(turnserver)) {
    try {
      await bind(stunUrl);
      return true;
    } catch (error) {
      if (!(error instanceof StunError)) throw error;
      // coturn does not report when it is ready, so there is no event to wait for.
      await pause(20);
    }
  }
  return false;
}
