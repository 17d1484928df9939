import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Test } from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

/** npm's own programs, `npm-cli.js` and `npx-cli.js`. */
const cli = (name: 'npm' | 'npx'): string =>
  realpathSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim());

/** The environment without the variables that `npm test` sets for its own package. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') || ['npm_config_registry', 'npm_config_cache'].includes(name),
  ),
);

function temporary(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-npm-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const listed = (...options: string[]): string[] =>
  execFileSync('git', ['ls-files', ...options, '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);

/**
 * A copy of the checkout in its state after `git clone` and `npm ci`, without any build output. The packages in
 * node_modules are links to those of the checkout; the links to the workspaces lead into the copy.
 */
export function cleanClone(t: Test): string {
  const folder = temporary(t);
  const deleted = new Set(listed('--deleted'));
  for (const file of listed('--cached', '--others', '--exclude-standard')) {
    if (!deleted.has(file)) cpSync(join(root, file), join(folder, file));
  }
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name.startsWith('@')) linkPackages(source, target);
    else symlinkSync(entry.isSymbolicLink() ? readlinkSync(source) : source, target);
  }
}

export interface Packed {
  /** The tarball's path. */
  tarball: string;
  /** Paths in the package. */
  files: string[];
}

/** Runs `npm pack` in a folder. */
export async function pack(t: Test, folder: string, ...args: string[]): Promise<Packed> {
  const target = temporary(t);
  const options = ['--json', '--foreground-scripts=false', '--pack-destination', target];
  const { stdout } = await run(process.execPath, [cli('npm'), 'pack', ...options, ...args], {
    cwd: folder,
    env: environment,
  });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(target, filename), files: files.map(({ path }) => path) };
}

/**
 * An empty project outside of the checkout. Its programs find only Node and a shell on the PATH: no compiler, no
 * Python.
 */
export class NpmProject {
  readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(private readonly t: Test) {
    this.folder = temporary(t);
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    symlinkSync('/bin/sh', join(bin, 'sh'));
    this.env = { ...environment, PATH: bin };
    this.write('package.json', '{ "type": "module" }');
  }

  /** Installs packages without install scripts, and only those that support this version of Node. */
  async install(...specs: string[]): Promise<void> {
    const options = ['--ignore-scripts', '--engine-strict', '--prefer-offline', '--no-audit', '--no-fund'];
    await run(process.execPath, [cli('npm'), 'install', ...options, ...specs], {
      cwd: this.folder,
      env: this.env,
    });
  }

  /** Paths of all installed packages, nested ones included, such as `node_modules/ws`. */
  installed(): { path: string; hasInstallScript: boolean }[] {
    const { packages } = JSON.parse(this.read('node_modules/.package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    return Object.entries(packages).map(([path, { hasInstallScript = false }]) => ({
      path,
      hasInstallScript,
    }));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Writes and runs a program, and returns the lines that it printed. */
  async run(file: string, text: string, env: Record<string, string> = {}): Promise<string[]> {
    this.write(file, text);
    const { stdout } = await run(process.execPath, [file], {
      cwd: this.folder,
      env: { ...this.env, ...env },
    });
    return stdout.trim().split('\n');
  }

  /** Compiles a written file with every check on, also of the packages' declarations. */
  async compile(files: string[], ...options: string[]): Promise<string> {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const strict = ['--ignoreConfig', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
    const outcome = run(process.execPath, [compiler, ...strict, ...options, ...files], { cwd: this.folder });
    return outcome.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
  }

  /** Starts a program of an installed package with npx. The lines are those of both its outputs. */
  npx(...args: string[]): AsyncIterableIterator<string> {
    const child = spawn(process.execPath, [cli('npx'), '--no', ...args], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npx, its shell and the program are a process group, which ends as a whole.
      detached: true,
    });
    const output = new PassThrough();
    for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
    let open = true;
    child.once('close', () => {
      open = false;
      output.end();
    });
    this.t.teardown(() => {
      if (open && child.pid) process.kill(-child.pid, 'SIGKILL');
    });
    return createInterface(output)[Symbol.asyncIterator]();
  }
}
