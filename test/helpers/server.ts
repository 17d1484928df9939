import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Test } from 'tap';
import { createServer, type LecternServer, type ServerSettings } from '../../server/index.js';
import { freePort } from './free-port.js';

export interface TestServer {
  server: LecternServer;
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The URL of a WebSocket's path, for example `/room/blue/ws`. */
  wsUrl(path: string): string;
}

/**
 * A server on a free port, which stays its own, without log output, with a data folder of its own. The test that started
 * it closes it.
 */
export async function startServer(
  t: Pick<Test, 'teardown'>,
  options: ServerSettings = {},
  logger?: Logger,
): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  const server = createServer({ port: await freePort(), logLevel: 'silent', data, ...options }, logger);
  t.teardown(async () => {
    await server.close({ spread: 0 });
    rmSync(data, { recursive: true, force: true });
  });
  const url = await server.listen();
  return { server, url, wsUrl: (path) => url.replace(/^http/, 'ws') + path };
}
