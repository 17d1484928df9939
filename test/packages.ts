import { spawnSync } from 'node:child_process';
import { accessSync, existsSync } from 'node:fs';

/** What the tests need of the system beside Node: a file, and the Debian package that brings it. */
const needs = [
  // For server/socket/send.c.
  { file: '/usr/bin/cc', package: 'gcc' },
  { file: '/usr/include/stdlib.h', package: 'libc6-dev' },
  { file: '/usr/bin/chromium', package: 'chromium' },
  { file: '/usr/bin/turnserver', package: 'coturn' },
  { file: '/usr/sbin/nginx', package: 'nginx-light' },
  { file: '/usr/bin/pg_ctlcluster', package: 'postgresql' },
  { file: '/usr/bin/redis-server', package: 'redis-server' },
  { file: '/usr/bin/redis-cli', package: 'redis-tools' },
  // Without a CJK font Korean text renders as boxes, and its measures are those of boxes.
  { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', package: 'fonts-noto-cjk' },
];

const present = (file: string): boolean => {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
};

const missing = (): string[] => needs.filter(({ file }) => !present(file)).map((need) => need.package);

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0;
}

/**
 * Makes sure that the packages are there: as root on Debian it installs what is missing.
 * Throws an Error that names them where it cannot: a test that needs one is never left out in silence.
 */
export function ensurePackages(): void {
  const packages = missing();
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Installing ${packages.join(', ')} for the tests`);
    apt('update', '-qq');
    apt('install', '-qq', '--yes', '--no-install-recommends', ...packages);
  }
  const still = missing();
  if (still.length > 0) {
    throw new Error(
      `The tests need these packages: apt-get install ${still.join(' ')} (files: ${needs
        .filter((need) => still.includes(need.package))
        .map((need) => need.file)
        .join(', ')})`,
    );
  }
}
