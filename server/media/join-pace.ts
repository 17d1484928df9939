import { type Backplane, presenceKey, updateValue } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import { afterRunning } from '../util/running-time.js';

/** Time in ms from one turn to the next: a join costs the media server up to 30 ms of a core. */
const INTERVAL_MS = 50;
/** Number of turns without a wait, if nobody has joined for a while: a room that moves is not held up. */
const BURST = 20;
/** Maximum time in ms for which a request waits. While it does, the client's other messages wait as well. */
const WAIT_MS = 500;
/** Time in ms for which a client keeps a turn that it does not use. */
const KEEP_MS = 30_000;

interface JoinPaceServices {
  backplane: Backplane;
  /** A clock in ms since 1970, the same on all nodes. */
  clock(): number;
}

/**
 * Spreads the connections that are made with a media server after many were lost, on all nodes together. Each connection
 * gets a turn, in the order of the first requests. A client whose turn is later than in a moment is refused, and told when
 * it is; it keeps its turn.
 */
export class JoinPace {
  /** The turns of clients that have been refused until then. */
  private readonly turns = new Map<string, number>();
  private waiting: { resolve(turn: number): void; reject(error: unknown): void }[] = [];
  private reserving = false;
  private readonly key: string;

  /** @param name of what is paced, the same on all nodes */
  constructor(
    name: string,
    private readonly services: JoinPaceServices,
  ) {
    this.key = presenceKey(`/media-pace/${name}`);
  }

  /**
   * Resolves when it is the connection's turn.
   * @param connection which keeps its turn from one request to the next
   * @throws Refusal unavailable with the time until its turn
   */
  async admit(connection: string): Promise<void> {
    const now = this.services.clock();
    for (const [each, at] of this.turns) {
      if (at > now - KEEP_MS) break;
      this.turns.delete(each);
    }
    const turn = this.turns.get(connection) ?? (await this.reserve());
    const wait = Math.ceil(turn - this.services.clock());
    if (wait > WAIT_MS) {
      this.turns.set(connection, turn);
      throw new Refusal('unavailable', `many people connect to the media server; try again in ${wait} ms`, {
        retry_after_ms: wait,
      });
    }
    this.turns.delete(connection);
    if (wait > 0) await new Promise<void>((resolve) => void afterRunning(wait, resolve));
  }

  private reserve(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (!this.reserving) void this.reserveAll();
    });
  }

  /** Reserves turns for all that wait, together, so that a thousand do not each change the shared value. */
  private async reserveAll(): Promise<void> {
    this.reserving = true;
    while (this.waiting.length > 0) {
      const { waiting } = this;
      this.waiting = [];
      try {
        const end = await updateValue<number>(this.services.backplane, this.key, (last = 0) => {
          const earliest = this.services.clock() - BURST * INTERVAL_MS;
          return Math.max(last, earliest) + waiting.length * INTERVAL_MS;
        });
        for (const [index, { resolve }] of waiting.entries())
          resolve(end - (waiting.length - 1 - index) * INTERVAL_MS);
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    }
    this.reserving = false;
  }
}
