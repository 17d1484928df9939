import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { certificate } from './certificates.js';
import { freePort } from './free-port.js';

const configuration = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url));

export interface Nginx {
  /** `https://localhost:<port>` */
  url: string;
  /** `http://localhost:<port>`, which redirects to `url`. */
  plainUrl: string;
  /** PEM: the certificate that clients should trust. */
  ca: string;
  /** Reloads the configuration. Resolves when the new workers have taken over. */
  reload(): Promise<void>;
}

/** Attempts at ports that another process might take between our check and nginx's start. */
const attempts = 3;

/**
 * Debian's nginx with the configuration of deploy/, except for site-specific names, ports and paths. `changes` replaces
 * further lines.
 */
export async function startNginx(
  t: Test,
  upstream: string,
  changes: Record<string, string> = {},
): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-nginx-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const issued = await certificate({ names: ['localhost'] });
  writeFileSync(join(directory, 'cert.pem'), issued.cert);
  writeFileSync(join(directory, 'key.pem'), issued.key);
  for (let attempt = 1; ; attempt += 1) {
    const [port, plainPort] = [await freePort(), await freePort()];
    const text = replaceAll(readFileSync(configuration, 'utf8'), {
      'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
      'listen 80;': `listen 127.0.0.1:${plainPort};`,
      'server_name lectern.example.org;': 'server_name localhost;',
      'server 127.0.0.1:8080;': `server ${new URL(upstream).host};`,
      '/etc/letsencrypt/live/lectern.example.org/fullchain.pem': join(directory, 'cert.pem'),
      '/etc/letsencrypt/live/lectern.example.org/privkey.pem': join(directory, 'key.pem'),
      'pid /run/nginx.pid;': `pid ${join(directory, 'nginx.pid')};`,
      // Tests follow its progress by its log.
      'error_log /var/log/nginx/error.log;': 'error_log stderr notice;',
      ...changes,
    });
    const nginx = await start(t, directory, text);
    if (nginx) {
      return {
        url: `https://localhost:${port}`,
        plainUrl: `http://localhost:${plainPort}`,
        ca: issued.cert,
        reload: nginx.reload,
      };
    }
    if (attempt === attempts) throw new Error(`nginx does not start:\n${text}`);
  }
}

function replaceAll(text: string, replacements: Record<string, string>): string {
  for (const [from, to] of Object.entries(replacements)) {
    if (!text.includes(from)) throw new Error(`deploy/nginx.conf has no "${from}"`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Undefined if it ended instead of starting its workers. */
async function start(t: Test, directory: string, text: string) {
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, text);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(directory, kind)};`)
    .join(' ');
  writeFileSync(file, text.replace('http {', `http { ${temporary}`));
  const nginx = spawn('/usr/sbin/nginx', ['-p', directory, '-c', file, '-g', 'daemon off;', '-e', 'stderr']);
  let log = '';
  let told = (): void => {};
  nginx.stderr.setEncoding('utf8').on('data', (written: string) => {
    log += written;
    told();
  });
  const ended = once(nginx, 'close').then(() => told());
  const over = (): boolean => nginx.exitCode !== null || nginx.signalCode !== null;
  const kill = (): void => void nginx.kill('SIGTERM');
  process.once('exit', kill);
  t.teardown(async () => {
    process.off('exit', kill);
    if (!over()) kill();
    await ended;
  });
  /** Resolves when the log has that many matches; false if nginx ended before. */
  const says = async (pattern: RegExp, times: number): Promise<boolean> => {
    while ((log.match(pattern) ?? []).length < times) {
      if (over()) return false;
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
    return true;
  };
  const workers = /start worker process \d+/g;
  if (!(await says(workers, 1))) {
    if (!/bind\(\).*Address already in use/.test(log)) throw new Error(`nginx ended:\n${log}`);
    return undefined;
  }
  return {
    async reload() {
      const leaving = (log.match(/gracefully shutting down/g) ?? []).length;
      nginx.kill('SIGHUP');
      await says(/gracefully shutting down/g, leaving + 1);
    },
  };
}
