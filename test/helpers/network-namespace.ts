import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Address of the only interface in the namespace, apart from the loopback. */
export const ADDRESS = '10.99.0.1';
/** Name of this interface. */
export const INTERFACE = 'lectern0';

const setUp = [
  'ip link set lo up',
  `ip link add ${INTERFACE} type veth peer name ${INTERFACE}p`,
  `ip addr add ${ADDRESS}/24 dev ${INTERFACE}`,
  `ip link set ${INTERFACE} up`,
  `ip link set ${INTERFACE}p up`,
  'exec "$@"',
].join(' && ');

/**
 * Runs the program again in a network namespace of its own, and ends this process with its exit code. In the namespace,
 * it returns. A media server offers no address of the loopback, and must not be reached from another machine.
 * @param url `import.meta.url` of the program
 */
export function enterNetworkNamespace(url: string): void {
  if (networkInterfaces()[INTERFACE]) return;
  const program = [process.execPath, ...process.execArgv, fileURLToPath(url), ...process.argv.slice(2)];
  // Root can run databases in it, which refuse to run as root, under their own users.
  const flags = process.getuid?.() === 0 ? '-n' : '-rn';
  // The PostgreSQL for all files is outside.
  const { TEST_POSTGRES: _, ...env } = process.env;
  const { status, error } = spawnSync('unshare', [flags, 'sh', '-c', setUp, 'sh', ...program], {
    stdio: 'inherit',
    env,
  });
  if (error) throw error;
  process.exit(status ?? 1);
}
