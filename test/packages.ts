import { spawnSync } from 'node:child_process';
import { accessSync, existsSync } from 'node:fs';

interface Need {
  file: string;
  /** The Debian package that contains it. */
  package: string;
  /** Only tests in browsers need it. */
  browser?: boolean;
}

/** Every system package that the tests need besides Node. */
const needs: Need[] = [
  { file: '/usr/bin/janus', package: 'janus' },
  { file: '/usr/bin/janus-pp-rec', package: 'janus-tools' },
  { file: '/usr/bin/unshare', package: 'util-linux' },
  { file: '/usr/sbin/ip', package: 'iproute2' },
  // For server/socket/send.c.
  { file: '/usr/bin/cc', package: 'gcc' },
  { file: '/usr/include/stdlib.h', package: 'libc6-dev' },
  { file: '/usr/bin/chromium', package: 'chromium', browser: true },
  { file: '/usr/bin/firefox-esr', package: 'firefox-esr', browser: true },
  // Firefox plays H.264 and AAC with its libraries, and measures sound only if there is a device to play it.
  { file: '/usr/bin/ffmpeg', package: 'ffmpeg', browser: true },
  { file: '/usr/bin/pulseaudio', package: 'pulseaudio', browser: true },
  { file: '/usr/bin/turnserver', package: 'coturn' },
  { file: '/usr/sbin/nginx', package: 'nginx-light' },
  { file: '/usr/bin/pg_ctlcluster', package: 'postgresql' },
  { file: '/usr/bin/redis-server', package: 'redis-server' },
  { file: '/usr/bin/redis-cli', package: 'redis-tools' },
  // For promtool.
  { file: '/usr/bin/promtool', package: 'prometheus' },
  // For systemd-analyze, which checks deploy/lectern.service.
  { file: '/usr/bin/systemd-analyze', package: 'systemd' },
  { file: '/usr/bin/python3', package: 'python3' },
  { file: '/usr/lib/python3/dist-packages/websockets/__init__.py', package: 'python3-websockets' },
  // Without a CJK font, Korean text is rendered as boxes, with the sizes of boxes.
  {
    file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    package: 'fonts-noto-cjk',
    browser: true,
  },
];

const present = (file: string): boolean => {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
};

const missingOf = (needed: Need[]): Need[] => needed.filter(({ file }) => !present(file));

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0;
}

/**
 * Makes sure that the packages are installed. As root on Debian it installs those that are missing.
 * @throws Error with the names of the packages if some are still missing: a test is never skipped silently
 */
export function ensurePackages({ browsers }: { browsers: boolean }): void {
  const needed = needs.filter(({ browser }) => browsers || !browser);
  const missing = missingOf(needed).map((need) => need.package);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`Installing ${missing.join(', ')} for the tests`);
    apt('update', '-qq');
    apt('install', '-qq', '--yes', '--no-install-recommends', ...missing);
  }
  const still = missingOf(needed);
  if (still.length > 0) {
    const packages = still.map((need) => need.package).join(' ');
    const files = still.map(({ file }) => file).join(', ');
    throw new Error(`the tests need these packages: apt-get install ${packages} (missing files: ${files})`);
  }
}
