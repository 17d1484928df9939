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
import { type FunctionName, functionName, library } from './redis-functions.js';

/** ms after which Redis is taken to be away. */
const PATIENCE_MS = 2000;
const patience = new SharedTimeout(PATIENCE_MS);

/** ms between signs of life of a connection that is not used. */
const PING_MS = 5000;

/** Commands that may wait for an answer: those past it are refused, so that memory stays bounded. */
const MOST_WAITING = 100_000;

interface Given {
  /** `redis://…` or `rediss://…`; several are of one cluster. */
  urls: readonly string[];
  log: { warn(fields: object, text: string): void };
  /** Called when channels are heard again after a while in which they were not. */
  restored(): void;
  /** Called when it could not be asked, or did not answer. */
  failed(): void;
  /** Told how many seconds Redis took for an answer. */
  answered?(seconds: number): void;
}

type Listener = (message: string) => void;

/** One Redis, or the nodes of a Redis Cluster: functions are called on it, and channels are heard. */
export class RedisLink {
  private failing = false;
  /** It does not answer on a connection that holds: nothing more is asked until it does. */
  private silent = false;

  private constructor(
    private readonly redis: ReturnType<typeof connect>,
    private readonly given: Given,
  ) {}

  /** @throws OptionsError where Redis cannot be reached */
  static async open(given: Given): Promise<RedisLink> {
    const { urls, log, restored } = given;
    let opened = false;
    const redis = connect(urls, () => opened);
    const link = new RedisLink(redis, given);
    redis.on('error', (err: Error) => {
      if (opened) log.warn({ err }, 'Redis');
    });
    try {
      await patience.race<unknown>(redis.connect());
      await link.load();
    } catch (error) {
      if (redis.isOpen) redis.destroy();
      throw new OptionsError(`redis: ${urls.map(withoutPassword).join(', ')} cannot be used: ${said(error)}`);
    }
    opened = true;
    for (const event of ['reconnecting', 'node-disconnect'] as const) {
      redis.on(event, () => {
        link.failing = true;
      });
    }
    for (const event of ['ready', 'node-ready'] as const) {
      redis.on(event, () => {
        link.failing = false;
        restored();
      });
    }
    return link;
  }

  /** Whether it answers, as far as is known. */
  get reachable(): boolean {
    return !this.failing;
  }

  /** @throws Refusal unavailable */
  call(name: FunctionName, keys: string[], args: string[]): Promise<unknown> {
    const key = keys[0] ?? '';
    const command = ['FCALL', functionName(name), String(keys.length), ...keys, ...args];
    return this.send(key, command).catch(async (error) => {
      if (!isMissingFunction(error)) throw this.unavailable(error);
      // A Redis that lost its memory, or a node that is new in the cluster.
      await this.load();
      return this.run(key, command);
    });
  }

  /** Runs a command of Redis's own. @throws Refusal unavailable */
  run(key: string, command: string[]): Promise<unknown> {
    return this.send(key, command).catch((error) => {
      throw this.unavailable(error);
    });
  }

  get(key: string): Promise<[version: string | null, value: string | null]> {
    return this.run(key, ['HMGET', key, 'version', 'value']) as Promise<[string | null, string | null]>;
  }

  /** @throws Refusal unavailable; its cause says why */
  async publish(channel: string, message: string): Promise<void> {
    await this.run(channel, ['SPUBLISH', channel, message]);
  }

  /** @throws Refusal unavailable */
  async subscribe(channel: string, listener: Listener): Promise<void> {
    try {
      // A client of one Redis would keep it for later.
      if (this.silent || !this.redis.isReady) throw new ClientOfflineError();
      await patience.race(this.redis.sSubscribe(channel, listener));
    } catch (error) {
      throw this.unavailable(error);
    }
  }

  /** Does not wait where Redis is away: what is heard of a channel that was left is passed over. */
  async unsubscribe(channel: string, listener: Listener): Promise<void> {
    if (!this.reachable) {
      void this.redis.sUnsubscribe(channel, listener).catch(() => {});
      return;
    }
    await patience
      .race(this.redis.sUnsubscribe(channel, listener))
      .catch((err) => this.given.log.warn({ err }, 'a channel of Redis could not be left'));
  }

  close(): void {
    if (this.redis.isOpen) this.redis.destroy();
  }

  private async send(key: string, command: string[]): Promise<unknown> {
    const { redis, given } = this;
    if (this.silent) throw new ClientOfflineError();
    const asked = performance.now();
    const answer = await patience.race(
      'masters' in redis ? redis.sendCommand(key, false, command) : redis.sendCommand(command),
    );
    given.answered?.((performance.now() - asked) / 1000);
    this.failing = false;
    return answer;
  }

  /** Puts the library where it is missing. */
  private async load(): Promise<void> {
    const { redis } = this;
    const nodes = 'masters' in redis ? redis.masters.map((node) => redis.nodeClient(node)) : [redis];
    for (const node of nodes) {
      try {
        await patience.race((await node).sendCommand(['FUNCTION', 'LOAD', library]));
      } catch (error) {
        if (!/already exists/.test(String(error))) throw this.unavailable(error);
      }
    }
  }

  private waitForAnswer(): void {
    const { redis } = this;
    // The other nodes of a cluster may well answer.
    if (this.silent || 'masters' in redis) return;
    this.silent = true;
    redis.sendCommand(['PING']).then(
      () => {
        this.silent = false;
        this.failing = false;
        this.given.restored();
      },
      () => {
        // The connection is gone: that it is back is another event.
        this.silent = false;
      },
    );
  }

  private unavailable(err: unknown): Refusal {
    if (!(err instanceof ErrorReply)) this.failing = true;
    if (err instanceof NoAnswerError) this.waitForAnswer();
    this.given.failed();
    this.given.log.warn({ err }, 'Redis cannot be reached');
    const refusal = new Refusal(
      'unavailable',
      'what the servers share cannot be reached at the moment; try again',
    );
    refusal.cause = err;
    return refusal;
  }
}

const isMissingFunction = (error: unknown): boolean => /Function not found/.test(String(error));

/** Whether a refused command has not even been sent. */
export const wasNotSent = (error: unknown): boolean =>
  error instanceof Refusal &&
  (error.cause instanceof ClientOfflineError || error.cause instanceof ClientClosedError);

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'what is no url';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** What went wrong, of the Refusal that stands for it too. */
function said(error: unknown): string {
  const cause = error instanceof Refusal ? error.cause : error;
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || code || String(cause);
}

/** @param returns whether a connection that is lost is to be made anew */
function connect(urls: readonly string[], returns: () => boolean) {
  // Whoever calls has patience of its own: the client's would make a timer and an AbortSignal for each command.
  const commandOptions = { timeout: 0 };
  const options = {
    commandOptions,
    // What is asked while Redis is away is refused at once, and not kept for later.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_WAITING,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: PATIENCE_MS,
      reconnectStrategy: (attempts: number) => returns() && Math.min(50 * 2 ** attempts, 2000),
    },
  };
  const [url = '', ...more] = urls;
  if (more.length === 0) return createClient({ url, ...options });
  return createCluster({ rootNodes: urls.map((url) => ({ url })), defaults: options, commandOptions });
}
