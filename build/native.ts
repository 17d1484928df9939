import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compiles server/socket/send.c, the server's only native module, with the system's C compiler (or the one that CC
 * names), into `prebuilds/` beside the server's code, where node-gyp-build finds it by the platform's name, or into the
 * file given as argument. Without a C compiler, the server sends through Node, which takes more CPU time.
 */
const source = fileURLToPath(new URL('../../server/socket/send.c', import.meta.url));
const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc';
const tuple = `${process.platform}-${process.arch}`;
const target =
  process.argv[2] ??
  fileURLToPath(new URL(`../server/socket/prebuilds/${tuple}/send.${libc}.node`, import.meta.url));
const headers = fileURLToPath(new URL('../../node_modules/node-api-headers/include', import.meta.url));
const [compiler = 'cc', ...given] = (process.env.CC || 'cc').split(' ');

async function fresh(): Promise<boolean> {
  const [made, from] = await Promise.all([stat(target).catch(() => undefined), stat(source)]);
  return made !== undefined && made.mtimeMs >= from.mtimeMs;
}

if (process.platform !== 'win32' && !(await fresh())) {
  // A running server has the old one open: it is replaced, and never written into.
  await mkdir(dirname(target), { recursive: true });
  const made = `${target}.${process.pid}`;
  const shared =
    process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC'];
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Wno-unused-parameter', ...shared];
  const { error, status, stderr } = spawnSync(
    compiler,
    [...given, ...flags, `-I${headers}`, source, '-o', made],
    {
      encoding: 'utf8',
    },
  );
  if (status === 0) {
    await rename(made, target);
    if (stderr) console.warn(stderr);
  } else {
    await Promise.all([made, target].map((file) => rm(file, { force: true })));
    const why = error
      ? `there is no C compiler (${compiler}); on Debian: apt-get install gcc libc6-dev`
      : stderr;
    console.warn(`send.c was not compiled, and the server takes more of the processor without it: ${why}`);
  }
}
