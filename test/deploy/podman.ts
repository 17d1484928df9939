import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program and returns its output.
 * @throws Error with its output, if it fails
 */
export function run(program: string, args: string[], { cwd, env, input }: RunOptions = {}): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    cwd,
    input,
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${tail(stdout + stderr)}`);
  return stdout;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

/** Runs a program whose output goes to standard error, without blocking this process. */
export async function stream(program: string, args: string[], { cwd, env }: RunOptions = {}): Promise<void> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
}

const tail = (text: string): string => text.split('\n').slice(-40).join('\n');

export const podman = (...args: string[]): string => run('podman', args).trim();

/** Exit status of a command in a running container. */
export const statusIn = (container: string, ...command: string[]): number | null =>
  spawnSync('podman', ['exec', container, ...command], { stdio: 'ignore' }).status;

export const hasImage = (name: string): boolean =>
  spawnSync('podman', ['image', 'exists', name]).status === 0;
