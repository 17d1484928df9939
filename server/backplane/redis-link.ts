import { createClient, createCluster } from '@redis/client';
import { Refusal } from '../protocol/errors.js';
import { type FunctionName, functionName, library } from './redis-functions.js';

/** ms after which Redis is taken to be away. */
const PATIENCE = 2000;

interface Log {
  warn(fields: object, text: string): void;
}

type Listener = (message: string) => void;

/** One Redis, or the nodes of a Redis Cluster: functions are called on it, and channels are heard. */
export class RedisLink {
  private constructor(
    private readonly redis: ReturnType<typeof connect>,
    private readonly log: Log,
  ) {}

  /**
   * @param urls `redis://…` or `rediss://…`; several are of one cluster
   * @param restored called when channels are heard again after a while in which they were not
   * Rejects where Redis cannot be reached.
   */
  static async open(urls: readonly string[], log: Log, restored: () => void): Promise<RedisLink> {
    const redis = connect(urls);
    redis.on('error', (err: Error) => log.warn({ err }, 'Redis'));
    await redis.connect();
    const link = new RedisLink(redis, log);
    await link.load();
    for (const event of ['ready', 'node-ready']) redis.on(event, restored);
    return link;
  }

  /** @throws Refusal unavailable */
  async call(name: FunctionName, keys: string[], args: string[]): Promise<unknown> {
    const command = ['FCALL', functionName(name), String(keys.length), ...keys, ...args];
    try {
      return await this.send(keys[0] ?? '', command);
    } catch (error) {
      if (!isMissingFunction(error)) throw this.unavailable(error);
    }
    // A Redis that lost its memory, or a node that is new in the cluster.
    await this.load();
    return this.send(keys[0] ?? '', command).catch((error) => {
      throw this.unavailable(error);
    });
  }

  /** @throws Refusal unavailable */
  async get(key: string): Promise<[version: string | null, value: string | null]> {
    try {
      return (await this.send(key, ['HMGET', key, 'version', 'value'])) as [string | null, string | null];
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  /** @throws Refusal unavailable */
  async publish(channel: string, message: string): Promise<void> {
    try {
      await this.send(channel, ['SPUBLISH', channel, message]);
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  /** @throws Refusal unavailable */
  async subscribe(channel: string, listener: Listener): Promise<void> {
    try {
      await inTime(this.redis.sSubscribe(channel, listener));
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  async unsubscribe(channel: string, listener: Listener): Promise<void> {
    await inTime(this.redis.sUnsubscribe(channel, listener)).catch((err) =>
      this.log.warn({ err }, 'a channel of Redis could not be left'),
    );
  }

  close(): void {
    this.redis.destroy();
  }

  private send(key: string, command: string[]): Promise<unknown> {
    const { redis } = this;
    return inTime('masters' in redis ? redis.sendCommand(key, false, command) : redis.sendCommand(command));
  }

  /** Puts the library where it is missing. */
  private async load(): Promise<void> {
    const { redis } = this;
    const nodes = 'masters' in redis ? redis.masters.map((node) => redis.nodeClient(node)) : [redis];
    for (const node of nodes) {
      try {
        await inTime((await node).sendCommand(['FUNCTION', 'LOAD', library]));
      } catch (error) {
        if (!/already exists/.test(String(error))) throw this.unavailable(error);
      }
    }
  }

  private unavailable(err: unknown): Refusal {
    this.log.warn({ err }, 'Redis cannot be reached');
    return new Refusal('unavailable', 'what the servers share cannot be reached at the moment; try again');
  }
}

const isMissingFunction = (error: unknown): boolean => /Function not found/.test(String(error));

/** Rejects where Redis is silent for too long. */
function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function connect(urls: readonly string[]) {
  // What is asked while Redis is away is refused at once, and not kept for later.
  const options = { disableOfflineQueue: true, socket: { connectTimeout: PATIENCE, reconnectStrategy } };
  const [url = '', ...more] = urls;
  if (more.length === 0) return createClient({ url, ...options });
  return createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: options });
}

/** ms until the next attempt. */
const reconnectStrategy = (attempts: number): number => Math.min(50 * 2 ** attempts, 2000);
