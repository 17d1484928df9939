import type { Backplane } from '../backplane/backplane.js';
import type { HookCaller } from '../hooks/hook-caller.js';
import type { HookClient } from '../hooks/hooks.js';
import type { ChatClient } from './chat-client.js';

type Hooks = Pick<HookCaller, 'has' | 'ask' | 'tell' | 'track'>;

/** Returns a client as hooks see it. @param roomId the room in which it has the name */
export const hookClientOf = (client: ChatClient, roomId?: string): HookClient => ({
  id: client.id,
  userId: client.user.id,
  name: roomId === undefined ? client.username : client.nameInRoom(roomId),
  role: client.identity.role,
});

/** Calls the hooks of rooms: onJoin, onLeave and onRoomEmpty. */
export class RoomHooks {
  /** Joins in progress that onJoin has allowed. */
  private readonly joining = new Set<string>();

  private constructor(
    private readonly hooks: Hooks,
    private readonly backplane: Pick<Backplane, 'isEmpty'>,
  ) {}

  /** Returns undefined if no hook of rooms is set. */
  static of(hooks: Hooks, backplane: Pick<Backplane, 'isEmpty'>): RoomHooks | undefined {
    const isUsed = hooks.has('onJoin') || hooks.has('onLeave') || hooks.has('onRoomEmpty');
    return isUsed ? new RoomHooks(hooks, backplane) : undefined;
  }

  /** Runs a task by which a client joins a room, if onJoin allows it. @throws Refusal of the hook */
  async pass<T>(client: ChatClient, room: string, join: () => Promise<T>): Promise<T> {
    const entrant = hookClientOf(client, room);
    if (this.hooks.has('onJoin')) await this.hooks.ask('onJoin', { client: entrant, room });
    const key = keyOf(entrant, room);
    this.joining.add(key);
    try {
      return await join();
    } finally {
      // A client that was removed after it had joined has been reported already.
      if (this.joining.delete(key) && !client.rooms.has(room)) this.left(entrant, room);
    }
  }

  /** Called when a client has left a room. The hooks are not waited for. */
  left(client: HookClient, room: string): void {
    this.joining.delete(keyOf(client, room));
    this.hooks.track(this.notify(client, room));
  }

  private async notify(client: HookClient, room: string): Promise<void> {
    if (this.hooks.has('onLeave')) await this.hooks.tell('onLeave', { client, room });
    if (!this.hooks.has('onRoomEmpty')) return;
    // If Redis cannot be reached, the room counts as empty: the hook is called at least once.
    const isEmpty = await this.backplane.isEmpty(room).catch(() => true);
    if (isEmpty) await this.hooks.tell('onRoomEmpty', { room });
  }
}

const keyOf = ({ id }: HookClient, room: string): string => `${id} ${room}`;
