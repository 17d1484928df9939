import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

/** Starts a PulseAudio whose only device plays to nobody. Returns its address for `PULSE_SERVER`. */
export async function startPulseAudio(t: Test): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-pulse-'));
  const socket = join(directory, 'socket');
  const flags = [
    ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--log-level=info'],
    ...['--disable-shm=yes', '--realtime=no', '--high-priority=no'],
    ...['--load=module-null-sink', `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`],
  ];
  const env = { ...process.env, HOME: directory, XDG_RUNTIME_DIR: directory, LC_ALL: 'C' };
  const daemon = spawn('pulseaudio', flags, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(daemon, 'exit');
  const kill = (): void => void daemon.kill('SIGKILL');
  process.once('exit', kill);
  t.teardown(async () => {
    process.off('exit', kill);
    kill();
    await ended;
    rmSync(directory, { recursive: true, force: true });
  });
  let said = '';
  for await (const line of createInterface(daemon.stderr)) {
    said += `${line}\n`;
    if (!line.includes('Daemon startup complete')) continue;
    daemon.stderr.resume();
    return `unix:${socket}`;
  }
  throw new Error(`pulseaudio did not start:\n${said}`);
}
