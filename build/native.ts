import { spawnSync } from 'node:child_process';
import { rename, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Compiles server/socket/send.c, the one part of the server that is not JavaScript, by the C compiler of the system
 * (or what CC names), to where the server looks for it, or the file given as argument. Where there is none the server
 * works without it, and takes more of the processor.
 */
const source = fileURLToPath(new URL('../../server/socket/send.c', import.meta.url));
const target = process.argv[2] ?? fileURLToPath(new URL('../server/socket/send.node', import.meta.url));
const headers = fileURLToPath(new URL('../../node_modules/node-api-headers/include', import.meta.url));
const [compiler = 'cc', ...given] = (process.env.CC || 'cc').split(' ');

async function fresh(): Promise<boolean> {
  const [made, from] = await Promise.all([stat(target).catch(() => undefined), stat(source)]);
  return made !== undefined && made.mtimeMs >= from.mtimeMs;
}

if (process.platform !== 'win32' && !(await fresh())) {
  // A running server has the old one open: it is replaced, and never written into.
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
