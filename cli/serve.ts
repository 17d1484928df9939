import { createServer, type LecternServer, type Options, OptionsError, StoreError } from '../server/index.js';
import { networkAddresses } from '../server/network-addresses.js';
import { resolveOptions } from '../server/options.js';
import { openLog } from '../server/util/open-log.js';
import { explainListenError } from './explain.js';
import { end, say, stopOnFault, stopOnSignal } from './lifecycle.js';
import { LocalNodes, SharedNode } from './nodes.js';

const STOPPING = 'Shutting down; telling clients to reconnect. Press Ctrl-C again to stop immediately.';

/** The command `lectern serve`: runs a server until it is stopped. */
export async function serve(
  { config, verbose, ...given }: Record<string, unknown>,
  version: string,
): Promise<void> {
  const flags = verbose ? { ...given, logLevel: 'debug' } : given;
  const file = typeof config === 'string' ? config : undefined;
  let options: Options;
  let server: LecternServer;
  try {
    options = resolveOptions({ flags, env: process.env, file });
    const log = openLog(options);
    stopOnFault(log);
    server = createServer(options, log);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return giveUp(error.message);
  }
  const node = SharedNode.own;
  if (options.nodes > 1 && !node) return serveNodes(options);
  // Before the start, which can take long: as process 1 of a container, it would otherwise ignore the signal.
  stopOnSignal({
    ...(node ? {} : { notice: STOPPING }),
    close: () => server.close().finally(() => node?.report()),
  });
  try {
    await server.listen();
  } catch (error) {
    const explained = error instanceof OptionsError || error instanceof StoreError;
    return giveUp(explained ? error.message : explainListenError(error as NodeJS.ErrnoException, options));
  }
  reloadOnSignal(server);
  const text = welcome(server, options, version);
  if (node) node.serves(server, text);
  else say(text);
}

/** Runs several servers behind one port, supervised by this process. */
async function serveNodes({ nodes: count, shutdownTimeout }: Options): Promise<void> {
  const nodes = new LocalNodes(say, shutdownTimeout);
  stopOnSignal({ notice: STOPPING, close: () => nodes.stop(), abandon: () => nodes.kill() });
  const code = await nodes.start(count);
  if (code !== undefined) {
    await nodes.stop();
    end(code);
  }
  say(`${count} nodes share this port. Send SIGUSR2 to process ${process.pid} for a rolling restart.\n`);
  process.on('SIGHUP', () => nodes.reload());
  process.on('SIGUSR2', () => void nodes.replace());
}

/** Prints the URLs of the server and the networks that can reach it. */
function welcome({ url, certificate }: LecternServer, { host }: Options, version: string): string {
  const { protocol, port } = new URL(url);
  const others = networkAddresses(host).map((address) => (address.includes(':') ? `[${address}]` : address));
  const urls = [url, ...others.map((address) => `${protocol}//${address}:${port}`)];
  const secure = certificate
    ? []
    : [
        'Browsers only allow microphones on https pages or localhost. For other computers, add --https or put a TLS',
        'proxy in front.',
      ];
  const reach = /^(127\.|localhost$|::1$)/.test(host)
    ? ['Only this computer can reach it. Use --host 0.0.0.0 to accept connections from others.']
    : ['Other computers can reach it too.', ...secure];
  const trust = certificate?.selfSigned
    ? [
        'The certificate is self-signed: browsers show a warning once. Its SHA-256 fingerprint is',
        `  ${certificate.fingerprint}`,
      ]
    : [];
  return [
    `Lectern ${version} is listening. Open this in two browsers and join the same room:`,
    '',
    ...urls.map((each) => `  ${each}`),
    '',
    ...reach,
    ...trust,
    'Press Ctrl-C to stop it.',
    '',
  ].join('\n');
}

/** Renewal hooks (certbot's deploy hooks, `systemctl reload`) send this signal. */
function reloadOnSignal(server: LecternServer): void {
  if (server.certificate) process.on('SIGHUP', () => server.reloadCertificate());
}

function giveUp(why: string): never {
  say(`lectern: ${why}`);
  // Not by waiting until nothing is left to do: a part that failed to start can still have an open connection.
  end(2);
}
