import {
  ClientClosedError,
  ClientOfflineError,
  createClient,
  createCluster,
  ErrorReply,
} from '@redis/client';
import { OptionsError } from '../options.js';
import { Refusal } from '../protocol/errors.js';
import { NoAnswerError, SharedTimeout } from '../util/shared-timeout.js';
import { explainRedisError } from './explain-redis-error.js';
import { type FunctionName, functionName, library } from './redis-functions.js';

/** Time in ms after which a call to Redis fails. */
const TIMEOUT_MS = 2000;
const timeout = new SharedTimeout(TIMEOUT_MS);

/** Time in ms between two pings on an idle connection. */
const PING_MS = 5000;

/** Number of keys that a health check sets in a Redis Cluster, which has at least three nodes. */
const CLUSTER_CHECKS = 16;

/** Maximum number of commands that wait for an answer. Further commands are rejected, to limit memory. */
const MAX_PENDING_COMMANDS = 100_000;

interface RedisConnectionOptions {
  /** `redis://` or `rediss://`. Several URLs belong to one Redis Cluster. */
  urls: readonly string[];
  log: { warn(fields: object, text: string): void };
  /** Called when channels work again after an interruption. */
  onRestored(): void;
  /** Called when a command could not be sent, or was not answered. */
  onFailure(): void;
  /** Called with the duration in seconds of each call. */
  onAnswer?(seconds: number): void;
}

type Listener = (message: string) => void;

/** A connection to Redis or a Redis Cluster, for calling functions and subscribing to channels. */
export class RedisConnection {
  private failing = false;
  /** Redis does not answer on an open connection. No commands are sent until it does. */
  private unresponsive = false;

  private constructor(
    private readonly redis: ReturnType<typeof connect>,
    private readonly options: RedisConnectionOptions,
  ) {}

  /** @throws OptionsError if Redis cannot be reached */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    const { urls, log, onRestored } = options;
    let opened = false;
    const redis = connect(urls, () => opened);
    const connection = new RedisConnection(redis, options);
    redis.on('error', (err: Error) => {
      if (opened) log.warn({ err }, 'the connection to Redis failed');
    });
    try {
      await timeout.race<unknown>(redis.connect());
      await connection.loadLibrary();
    } catch (error) {
      if (redis.isOpen) redis.destroy();
      throw new OptionsError(
        `redis: ${urls.map(withoutPassword).join(', ')} cannot be used: ${reasonOf(error)}`,
      );
    }
    opened = true;
    for (const event of ['reconnecting', 'node-disconnect'] as const) {
      redis.on(event, () => {
        connection.failing = true;
      });
    }
    for (const event of ['ready', 'node-ready'] as const) {
      redis.on(event, () => {
        connection.failing = false;
        onRestored();
      });
    }
    return connection;
  }

  /** Whether the last call succeeded. */
  get reachable(): boolean {
    return !this.failing;
  }

  /**
   * Sets a key, which expires after a minute; in a Redis Cluster several, which are on different nodes. Returns in words
   * why Redis does not take the change.
   */
  check(keyOf: (number: number) => string): Promise<string | undefined> {
    const count = 'masters' in this.redis ? CLUSTER_CHECKS : 1;
    const keys = Array.from({ length: count }, (_, number) => keyOf(number));
    const sent = keys.map((key) => this.send(key, ['SET', key, '', 'EX', '60']));
    return Promise.all(sent).then(() => undefined, explainRedisError);
  }

  /** Calls a function of the library. @throws Refusal unavailable */
  call(name: FunctionName, keys: string[], args: string[]): Promise<unknown> {
    const key = keys[0] ?? '';
    const command = ['FCALL', functionName(name), String(keys.length), ...keys, ...args];
    return this.send(key, command).catch(async (error) => {
      if (!isMissingFunction(error)) throw this.unavailable(error);
      // Redis lost its data, or the cluster has a new node.
      await this.loadLibrary();
      return this.run(key, command);
    });
  }

  /** Runs a Redis command. @throws Refusal unavailable */
  run(key: string, command: string[]): Promise<unknown> {
    return this.send(key, command).catch((error) => {
      throw this.unavailable(error);
    });
  }

  /** Returns a shared value and its version. @throws Refusal unavailable */
  get(key: string): Promise<[version: string | null, value: string | null]> {
    return this.run(key, ['HMGET', key, 'version', 'value']) as Promise<[string | null, string | null]>;
  }

  /** Publishes a message on a channel. @throws Refusal unavailable, see wasNotSent */
  async publish(channel: string, message: string): Promise<void> {
    await this.run(channel, ['SPUBLISH', channel, message]);
  }

  /** Subscribes to a channel. @throws Refusal unavailable */
  async subscribe(channel: string, listener: Listener): Promise<void> {
    try {
      // The client of a single Redis would queue the subscription.
      if (this.unresponsive || !this.redis.isReady) throw new ClientOfflineError();
      await timeout.race(this.redis.sSubscribe(channel, listener));
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  /** Unsubscribes from a channel. Does not wait if Redis cannot be reached; later messages of the channel are ignored. */
  async unsubscribe(channel: string, listener: Listener): Promise<void> {
    if (!this.reachable) {
      void this.redis.sUnsubscribe(channel, listener).catch(() => {});
      return;
    }
    await timeout
      .race(this.redis.sUnsubscribe(channel, listener))
      .catch((err) => this.options.log.warn({ err }, 'could not unsubscribe from a Redis channel'));
  }

  close(): void {
    if (this.redis.isOpen) this.redis.destroy();
  }

  private async send(key: string, command: string[]): Promise<unknown> {
    const { redis, options } = this;
    if (this.unresponsive) throw new ClientOfflineError();
    const asked = performance.now();
    const answer = await timeout.race(
      'masters' in redis ? redis.sendCommand(key, false, command) : redis.sendCommand(command),
    );
    options.onAnswer?.((performance.now() - asked) / 1000);
    this.failing = false;
    return answer;
  }

  /** Loads the library of functions into all nodes that lack it. */
  private async loadLibrary(): Promise<void> {
    const { redis } = this;
    const nodes = 'masters' in redis ? redis.masters.map((node) => redis.nodeClient(node)) : [redis];
    for (const node of nodes) {
      try {
        await timeout.race((await node).sendCommand(['FUNCTION', 'LOAD', library]));
      } catch (error) {
        if (!/already exists/.test(String(error))) throw this.unavailable(error);
      }
    }
  }

  private waitForAnswer(): void {
    const { redis } = this;
    // The other nodes of a cluster can still answer.
    if (this.unresponsive || 'masters' in redis) return;
    this.unresponsive = true;
    redis.sendCommand(['PING']).then(
      () => {
        this.unresponsive = false;
        this.failing = false;
        this.options.onRestored();
      },
      () => {
        // The connection was lost. Another event is emitted when it is restored.
        this.unresponsive = false;
      },
    );
  }

  private unavailable(err: unknown): Refusal {
    if (!(err instanceof ErrorReply)) this.failing = true;
    if (err instanceof NoAnswerError) this.waitForAnswer();
    this.options.onFailure();
    this.options.log.warn({ err }, 'Redis cannot be reached');
    const refusal = new Refusal(
      'unavailable',
      'the shared state of the cluster is currently not available; try again later',
    );
    refusal.cause = err;
    return refusal;
  }
}

const isMissingFunction = (error: unknown): boolean => /Function not found/.test(String(error));

/** Tells whether a rejected command was not sent at all. */
export const wasNotSent = (error: unknown): boolean =>
  error instanceof Refusal &&
  (error.cause instanceof ClientOfflineError || error.cause instanceof ClientClosedError);

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'an invalid URL';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Returns the reason for an error, or for the error that a Refusal replaces. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Refusal ? error.cause : error;
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || code || String(cause);
}

/** @param reconnects returns whether to reconnect after a connection was lost */
function connect(urls: readonly string[], reconnects: () => boolean) {
  // Callers use a shared timeout. The client's own would create a timer and an AbortSignal for each command.
  const commandOptions = { timeout: 0 };
  const options = {
    commandOptions,
    // Commands fail immediately while Redis cannot be reached, instead of being queued.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_PENDING_COMMANDS,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: TIMEOUT_MS,
      reconnectStrategy: (attempts: number) => reconnects() && Math.min(50 * 2 ** attempts, 2000),
    },
  };
  const [url = '', ...more] = urls;
  if (more.length === 0) return createClient({ url, ...options });
  return createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: options, commandOptions });
}
