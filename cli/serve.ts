import { pino } from 'pino';
import { createServer, type LecternServer, type Options, OptionsError, StoreError } from '../server/index.js';
import { networkAddresses } from '../server/network-addresses.js';
import { resolveOptions } from '../server/options.js';
import { explainListenError } from './explain.js';
import { LocalNodes, SharedNode } from './nodes.js';

/**
 * The command `lectern serve`: runs a server until it is stopped. Messages for the user are printed on stderr, since
 * the log is on stdout.
 */
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
    server = createServer(options);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return giveUp(error.message);
  }
  const node = SharedNode.own;
  if (options.nodes > 1 && !node) return serveNodes(options.nodes);
  try {
    await server.listen();
  } catch (error) {
    const explained = error instanceof OptionsError || error instanceof StoreError;
    return giveUp(explained ? error.message : explainListenError(error as NodeJS.ErrnoException, options));
  }
  stopBy(() => server.close());
  stopOnFault(options);
  reloadOnSignal(server);
  const text = welcome(server, options, version);
  if (node) node.serves(server, text);
  else say(text);
}

/** Runs several servers behind one port, supervised by this process. */
async function serveNodes(count: number): Promise<void> {
  const nodes = new LocalNodes(say);
  stopBy(
    () => nodes.stop(),
    () => nodes.kill(),
  );
  const code = await nodes.start(count);
  if (code !== undefined) {
    await nodes.stop();
    process.exit(code);
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

/**
 * The first signal starts a clean shutdown; Ctrl-C after it means that the user does not wait.
 * @param close resolves when the shutdown is complete
 * @param abandon is called if the user does not wait
 */
function stopBy(close: () => Promise<void>, abandon = () => {}): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    if (!SharedNode.own)
      say('Shutting down; telling clients to reconnect. Press Ctrl-C again to stop immediately.');
    close().then(
      () => process.exit(0),
      (error: Error) => {
        say(`lectern: could not shut down cleanly: ${error.message}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', () => {
    if (!stopping) return stop();
    abandon();
    process.exit(130);
  });
}

/** After an unexpected error, the state of the process is unreliable. */
function stopOnFault({ logLevel }: Options): void {
  const log = pino({ level: logLevel });
  const fail = (error: unknown): void => {
    log.fatal({ err: error }, 'unexpected error');
    say('lectern: stopped by an unexpected error; see the log');
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

function giveUp(why: string): void {
  say(`lectern: ${why}`);
  process.exitCode = 2;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
