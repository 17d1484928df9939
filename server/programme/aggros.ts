import type { Aggro, AggroError, ProgrammeUser } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { v4 as uuid } from 'uuid';
import { type Backplane, presenceKey, roomLog, updateValue } from '../backplane/backplane.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { roomSender } from '../protocol/address.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';
import { Coalescer } from '../util/coalescer.js';
import {
  type AggroState,
  type ChatRoomState,
  pointsOf,
  withAggro,
  withoutAggro,
  withVotes,
} from './chat-room-state.js';

/** Interval in ms over which the votes on a message are coalesced. */
const COALESCE_MS = 500;

export type AggroOptions = Pick<Options, 'aggroTime' | 'aggroPoints' | 'aggroPause'>;

interface AggroServices {
  backplane: Backplane;
  namespaces: Namespaces;
  options: AggroOptions;
}

type Direction = 'ups' | 'downs';

/** Spotlighted messages (aggros) of chat rooms, one at a time in each. Rooms are given by their global IDs. */
export class Aggros {
  private readonly coalescer: Coalescer;
  /** Users who voted on this node since the last count, by message. */
  private readonly pendingVotes = new Map<string, Record<Direction, Set<string>>>();
  /** Timers that end a message, by room. */
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param onError called with errors of work in the background */
  constructor(
    private readonly services: AggroServices,
    private readonly onError: (error: unknown) => void,
  ) {
    this.coalescer = new Coalescer(onError, COALESCE_MS);
  }

  close(): void {
    this.coalescer.close();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Spotlights a message. Returns an error code if it is not allowed. @throws Refusal not-found */
  async start(
    id: string,
    by: ProgrammeUser,
    { msg, titleBroad }: { msg: string; titleBroad?: string | undefined },
    account: Account,
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
      if (!state) throw new Refusal('not-found', 'chat room not found');
      before = state.aggro;
      const change = withAggro(state, aggro, { pause: options.aggroPause * 1000, now });
      refused = 'refused' in change ? change.refused : undefined;
      return 'state' in change ? change.state : state;
    });
    if (refused) return refused;
    if (before) await this.services.namespaces.append(id, '/programme stopAggro', before.aggroUID);
    this.endAfter(options.aggroTime * 1000, id, aggro.aggroUID);
    await this.services.namespaces.append(
      id,
      '/programme aggro',
      { ...toWireAggro(aggro, now), roomId },
      { sender, account },
    );
    return undefined;
  }

  /** Returns the current message of a room, if there is one. */
  async current(id: string): Promise<Omit<Aggro, 'roomId'> | undefined> {
    const aggro = (await this.state(id))?.aggro;
    return aggro && toWireAggro(aggro, Date.now());
  }

  /** Returns the time in ms until a user can spotlight another message in a room. */
  async remainingPause(id: string, userUID: string): Promise<number> {
    const pause = (await this.state(id))?.pauses.find(([user]) => user === userUID);
    return pause ? Math.max(0, Math.ceil(pause[1] - Date.now())) : 0;
  }

  /** Takes over the timer of a message that another node started and might not be there to end. */
  async goOn(id: string): Promise<void> {
    const aggro = (await this.state(id))?.aggro;
    if (aggro && !this.timers.has(id)) {
      this.endAfter(Math.max(0, aggro.until - Date.now()), id, aggro.aggroUID);
    }
  }

  /** Counts a user's vote. Returns an error code if the message has ended. */
  vote(
    id: string,
    aggroUID: string,
    direction: Direction,
    userUID: string,
  ): AggroError | undefined | Promise<AggroError | undefined> {
    const clicks = this.pendingVotes.get(aggroUID);
    if (!clicks) return this.firstVote(id, aggroUID, direction, userUID);
    clicks[direction].add(userUID);
    return undefined;
  }

  /** Forgets a room that has been removed. */
  forget(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  /** Checks for the first vote since the last count that the message has not ended. */
  private async firstVote(
    id: string,
    aggroUID: string,
    direction: Direction,
    userUID: string,
  ): Promise<AggroError | undefined> {
    if ((await this.state(id))?.aggro?.aggroUID !== aggroUID) return 'AGGRO_ENDED';
    const clicks = this.pendingVotes.get(aggroUID) ?? { ups: new Set(), downs: new Set() };
    clicks[direction].add(userUID);
    this.pendingVotes.set(aggroUID, clicks);
    this.coalescer.add(aggroUID, () => this.countVotes(id, aggroUID));
    return undefined;
  }

  /** Counts the pending votes and broadcasts the points if they have changed. */
  private async countVotes(id: string, aggroUID: string): Promise<void> {
    const clicks = this.pendingVotes.get(aggroUID);
    if (!clicks) return;
    this.pendingVotes.delete(aggroUID);
    const { backplane } = this.services;
    const isDown = await backplane.withLogLock(roomLog(id), async () => {
      let before: number | undefined;
      const state = await this.update(id, (state) => {
        before = state?.aggro && pointsOf(state.aggro);
        return withVotes(state, aggroUID, clicks);
      });
      if (state?.aggro?.aggroUID !== aggroUID) return false;
      const point = pointsOf(state.aggro);
      if (point === before) return false;
      const envelope = encode(roomSender(id), id, '/programme aggroPoint', { aggroUID, point });
      await backplane.publish(roomLog(id), envelope);
      return point === 0;
    });
    if (isDown) await this.stop(id, aggroUID);
  }

  private async stop(id: string, aggroUID: string): Promise<void> {
    await this.countVotes(id, aggroUID);
    let stopped = false;
    await this.update(id, (state) => {
      stopped = state?.aggro?.aggroUID === aggroUID;
      return withoutAggro(state, aggroUID);
    });
    if (!stopped) return;
    this.forget(id);
    await this.services.namespaces.append(id, '/programme stopAggro', aggroUID);
  }

  private endAfter(ms: number, id: string, aggroUID: string): void {
    this.forget(id);
    const timer = setTimeout(() => {
      this.stop(id, aggroUID).catch(this.onError);
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
    return updateValue<ChatRoomState | undefined>(this.services.backplane, presenceKey(id), change);
  }
}

/** Converts a message to its wire format. */
const toWireAggro = (aggro: AggroState, now: number): Omit<Aggro, 'roomId'> => ({
  ...aggro.by,
  msg: aggro.msg,
  type: 'aggro',
  aggroUID: aggro.aggroUID,
  ...(aggro.titleBroad !== undefined && { titleBroad: aggro.titleBroad }),
  point: pointsOf(aggro),
  ms: Math.max(0, aggro.until - now),
});
