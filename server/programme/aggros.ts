import type { Aggro, AggroError, ProgrammeUser } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { v4 as uuid } from 'uuid';
import { type Backplane, presenceKey, roomLog, update } from '../backplane/backplane.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { senderIn } from '../protocol/address.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { Coalescer } from '../util/coalescer.js';
import {
  type AggroState,
  type ChatRoomState,
  pointsOf,
  withAggro,
  withClicks,
  withoutAggro,
} from './chat-room-state.js';

/** ms over which the pushes of a held-up message are gathered. */
const GATHER_MS = 500;

export type AggroOptions = Pick<Options, 'aggroTime' | 'aggroPoints' | 'aggroPause'>;

interface AggroServices {
  backplane: Backplane;
  namespaces: Namespaces;
  options: AggroOptions;
}

type Direction = 'ups' | 'downs';

/** Messages held up before chat rooms, one at a time in each. Rooms are named by their ids among all rooms. */
export class Aggros {
  private readonly coalescer: Coalescer;
  /** Who pushed here since the last count, by the message. */
  private readonly clicks = new Map<string, Record<Direction, Set<string>>>();
  /** What ends a message when its time is over, by the room. */
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param failed hears of what went wrong while nobody waited for it */
  constructor(
    private readonly services: AggroServices,
    private readonly failed: (error: unknown) => void,
  ) {
    this.coalescer = new Coalescer(failed, GATHER_MS);
  }

  close(): void {
    this.coalescer.close();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Holds up a message before a room; answers why not, where it may not be. @throws Refusal not-found */
  async start(
    id: string,
    by: ProgrammeUser,
    { msg, titleBroad }: { msg: string; titleBroad?: string | undefined },
  ): Promise<AggroError | undefined> {
    const { options } = this.services;
    const roomId = id.slice(id.lastIndexOf('/') + 1);
    const now = Date.now();
    const { id: sender, ...user } = by;
    const aggro: AggroState = {
      aggroUID: `${roomId}.${uuid()}`,
      by: user,
      msg,
      ...(titleBroad !== undefined && { titleBroad }),
      until: now + options.aggroTime * 1000,
      start: options.aggroPoints,
      ups: [],
      downs: [],
    };
    let refused: AggroError | undefined;
    let before: AggroState | undefined;
    await this.update(id, (state) => {
      if (!state) throw new Refusal('not-found', 'there is no such chat room');
      before = state.aggro;
      const change = withAggro(state, aggro, { pause: options.aggroPause * 1000, now });
      refused = 'refused' in change ? change.refused : undefined;
      return 'state' in change ? change.state : state;
    });
    if (refused) return refused;
    if (before) await this.services.namespaces.say(id, '/programme stopAggro', before.aggroUID);
    this.endAfter(options.aggroTime * 1000, id, aggro.aggroUID);
    await this.services.namespaces.say(id, '/programme aggro', { ...told(aggro, now), roomId }, { sender });
    return undefined;
  }

  /** The message that is held up before a room, if any. */
  async present(id: string): Promise<Omit<Aggro, 'roomId'> | undefined> {
    const aggro = (await this.state(id))?.aggro;
    return aggro && told(aggro, Date.now());
  }

  /** ms for which a user may hold up nothing else before a room. */
  async pauseOf(id: string, userUID: string): Promise<number> {
    const pause = (await this.state(id))?.pauses.find(([user]) => user === userUID);
    return pause ? Math.max(0, Math.ceil(pause[1] - Date.now())) : 0;
  }

  /** Sees to the end of what another node held up before a room, and may not be there to end. */
  async goOn(id: string): Promise<void> {
    const aggro = (await this.state(id))?.aggro;
    if (aggro && !this.timers.has(id)) {
      this.endAfter(Math.max(0, aggro.until - Date.now()), id, aggro.aggroUID);
    }
  }

  /** Counts a user's push; answers why not, where the message is over. */
  push(
    id: string,
    aggroUID: string,
    direction: Direction,
    userUID: string,
  ): AggroError | undefined | Promise<AggroError | undefined> {
    const clicks = this.clicks.get(aggroUID);
    if (!clicks) return this.pushFirst(id, aggroUID, direction, userUID);
    clicks[direction].add(userUID);
    return undefined;
  }

  /** The room is gone. */
  forget(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  /** The first push since the last count asks whether the message is still held up; those after it need not. */
  private async pushFirst(
    id: string,
    aggroUID: string,
    direction: Direction,
    userUID: string,
  ): Promise<AggroError | undefined> {
    if ((await this.state(id))?.aggro?.aggroUID !== aggroUID) return 'AGGRO_ENDED';
    const clicks = this.clicks.get(aggroUID) ?? { ups: new Set(), downs: new Set() };
    clicks[direction].add(userUID);
    this.clicks.set(aggroUID, clicks);
    this.coalescer.add(aggroUID, () => this.count(id, aggroUID));
    return undefined;
  }

  /** Counts what was gathered, and tells the room where the points have changed. */
  private async count(id: string, aggroUID: string): Promise<void> {
    const clicks = this.clicks.get(aggroUID);
    if (!clicks) return;
    this.clicks.delete(aggroUID);
    const { backplane } = this.services;
    const isDown = await backplane.inOrder(roomLog(id), async () => {
      let before: number | undefined;
      const state = await this.update(id, (state) => {
        before = state?.aggro && pointsOf(state.aggro);
        return withClicks(state, aggroUID, clicks);
      });
      if (state?.aggro?.aggroUID !== aggroUID) return false;
      const point = pointsOf(state.aggro);
      if (point === before) return false;
      const envelope = encode(senderIn(id), id, '/programme aggroPoint', { aggroUID, point });
      await backplane.publish(roomLog(id), envelope);
      return point === 0;
    });
    if (isDown) await this.stop(id, aggroUID);
  }

  private async stop(id: string, aggroUID: string): Promise<void> {
    await this.count(id, aggroUID);
    let stopped = false;
    await this.update(id, (state) => {
      stopped = state?.aggro?.aggroUID === aggroUID;
      return withoutAggro(state, aggroUID);
    });
    if (!stopped) return;
    this.forget(id);
    await this.services.namespaces.say(id, '/programme stopAggro', aggroUID);
  }

  private endAfter(ms: number, id: string, aggroUID: string): void {
    this.forget(id);
    const timer = setTimeout(() => {
      this.stop(id, aggroUID).catch(this.failed);
    }, ms).unref();
    this.timers.set(id, timer);
  }

  private async state(id: string): Promise<ChatRoomState | undefined> {
    return (await this.services.backplane.get<ChatRoomState>(presenceKey(id)))?.value;
  }

  private update(
    id: string,
    change: (state: ChatRoomState | undefined) => ChatRoomState | undefined,
  ): Promise<ChatRoomState | undefined> {
    return update<ChatRoomState | undefined>(this.services.backplane, presenceKey(id), change);
  }
}

/** A held-up message as its room is told of it. */
const told = (aggro: AggroState, now: number): Omit<Aggro, 'roomId'> => ({
  ...aggro.by,
  msg: aggro.msg,
  type: 'aggro',
  aggroUID: aggro.aggroUID,
  ...(aggro.titleBroad !== undefined && { titleBroad: aggro.titleBroad }),
  point: pointsOf(aggro),
  ms: Math.max(0, aggro.until - now),
});
