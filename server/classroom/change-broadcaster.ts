import type { Denied, Refused, ServerData, ServerMessageType } from 'lectern-protocol';
import { type Author, type Backplane, type LockPurpose, roomLog } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { encode, type Request } from '../protocol/codec.js';
import type { Account } from '../util/account.js';
import { UnconfirmedRequests } from './unconfirmed-requests.js';

/** The payload of a broadcast, which is never a refusal. */
type Payload<T extends ServerMessageType> = Exclude<ServerData[T], Refused | Denied>;

/** The payload that describes a change, and whether the change had been made before. */
export interface ChangeOutcome<T extends ServerMessageType> {
  value: Payload<T>;
  repeated?: boolean;
}

/** Makes a change or reads the current state, and returns the payload to broadcast. */
export type Change<T extends ServerMessageType> = () => Promise<ChangeOutcome<T>>;

/** The reply to the sender of the request. */
export interface RemainingReply<T extends ServerMessageType> {
  reply: Payload<T>;
}

/** Broadcasts changes to the rooms of classes and lectures, in the order in which they are made. */
export class ChangeBroadcaster {
  private readonly unconfirmed = new UnconfirmedRequests();

  /** @param ordered whether the database answers in the order of the changes and only this node makes any */
  constructor(
    private readonly backplane: Backplane,
    private readonly ordered: boolean,
  ) {}

  /**
   * Makes a durable change and broadcasts it to a room. If the sender is a member of the room, the broadcast is also the
   * reply to its request, so that it gets the message once and in the room's order. A change that had been made before
   * is only answered.
   * @returns the reply to send if the broadcast was not the reply
   */
  changeAndBroadcast<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<RemainingReply<T> | undefined> {
    const { id } = request;
    const author = { clientId: client.id, ...(id === undefined ? {} : { id }) };
    return this.withRoomLock(roomId, async () => {
      let announced: ChangeOutcome<T>;
      try {
        announced = await change();
      } catch (error) {
        this.unconfirmed.add(client, id, error);
        throw error;
      }
      const isNew = !announced.repeated || this.unconfirmed.remove(client, id);
      if (isNew) await this.append(roomId, type, announced.value, author, client.account);
      return isNew && client.rooms.has(roomId) ? undefined : { reply: announced.value };
    });
  }

  /** Makes a change and broadcasts it to the other members. The sender gets the payload as its reply if it sent an `id`. */
  changeAndTellOthers<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<RemainingReply<T> | undefined> {
    return this.withRoomLock(roomId, async () => {
      const { value } = await change();
      await this.broadcastToOthers(client, roomId, type, value);
      return request.id === undefined ? undefined : { reply: value };
    });
  }

  /** Makes a change that no request asked for, and broadcasts it. */
  broadcastChange<T extends ServerMessageType>(roomId: string, type: T, change: Change<T>): Promise<void> {
    return this.withRoomLock(roomId, async () => {
      const { value } = await change();
      await this.append(roomId, type, value);
    });
  }

  /**
   * Broadcasts the current state. It is not retained in the log, because the next broadcast replaces a lost one.
   * @returns the size of the message in bytes
   */
  broadcastList<T extends ServerMessageType>(roomId: string, type: T, read: Change<T>): Promise<number> {
    const tell = async () => {
      const { value } = await read();
      const envelope = envelopeTo(roomId, type, value);
      await this.backplane.publish(roomLog(roomId), envelope);
      return Buffer.byteLength(envelope);
    };
    return this.withRoomLock(roomId, tell, 'look');
  }

  /** Sends a message to all members of a room except its sender. */
  async broadcastToOthers<T extends ServerMessageType>(
    client: ChatClient,
    roomId: string,
    type: T,
    data: Payload<T>,
  ): Promise<void> {
    const excluded = { clientId: client.id, excluded: true } as const;
    await this.backplane.publish(roomLog(roomId), envelopeTo(roomId, type, data), excluded);
  }

  private async append<T extends ServerMessageType>(
    roomId: string,
    type: T,
    data: Payload<T>,
    author?: Author,
    account?: Account,
  ): Promise<void> {
    const envelope = envelopeTo(roomId, type, data);
    await this.backplane.append(roomLog(roomId), envelope, author, undefined, account);
  }

  private withRoomLock<T>(roomId: string, task: () => Promise<T>, purpose?: LockPurpose): Promise<T> {
    return this.ordered ? task() : this.backplane.withLogLock(roomLog(roomId), task, purpose);
  }
}

// The compiler cannot infer that a payload without refusals is one of the type's payloads.
const envelopeTo = <T extends ServerMessageType>(roomId: string, type: T, data: Payload<T>): string =>
  encode('server', `room/${roomId}`, type, data as ServerData[T]);
