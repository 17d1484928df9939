import type { Denied, Refused, ServerData, ServerMessageType } from 'lectern-protocol';
import { type Author, type Backplane, type Deed, roomLog } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { encode, type Request } from '../protocol/codec.js';
import { Unsure } from './unsure.js';

/** What a room is told: never a refusal. */
type Payload<T extends ServerMessageType> = Exclude<ServerData[T], Refused | Denied>;

/** What is said of a change, and whether it was made before. */
export interface Announced<T extends ServerMessageType> {
  value: Payload<T>;
  repeated?: boolean;
}

/** Makes a change, or looks how things are, and answers what is said of that. */
export type Change<T extends ServerMessageType> = () => Promise<Announced<T>>;

/** The reply to the one who asked. */
export interface AnnouncedReply<T extends ServerMessageType> {
  reply: Payload<T>;
}

/** What the rooms of classes and lectures are told: of changes in the order in which they are made. */
export class Announcements {
  private readonly unsure = new Unsure();

  /** @param ordered the database answers in the order of the changes, and nobody else makes any */
  constructor(
    private readonly backplane: Backplane,
    private readonly ordered: boolean,
  ) {}

  /**
   * Makes a durable change, and says it to a room and to the one who asked for it, once: as a member of the room the
   * asker hears it in the room's order, and as the reply to its request. One that was made already is only answered.
   * @returns the reply that is left to be sent, before anything else is done
   */
  announce<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<AnnouncedReply<T> | undefined> {
    const { id } = request;
    const author = { clientId: client.id, ...(id === undefined ? {} : { id }) };
    return this.inOrder(roomId, async () => {
      let announced: Announced<T>;
      try {
        announced = await change();
      } catch (error) {
        this.unsure.note(client, id, error);
        throw error;
      }
      const isNew = !announced.repeated || this.unsure.take(client, id);
      if (isNew) await this.append(roomId, type, announced.value, author);
      return isNew && client.rooms.has(roomId) ? undefined : { reply: announced.value };
    });
  }

  /** The same for what only the others hear: an asker that wants an answer is answered with the same. */
  tellOthers<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<AnnouncedReply<T> | undefined> {
    return this.inOrder(roomId, async () => {
      const { value } = await change();
      await this.sayToOthers(client, roomId, type, value);
      return request.id === undefined ? undefined : { reply: value };
    });
  }

  /** Makes a change that nobody asked for, and says it to a room. */
  say<T extends ServerMessageType>(roomId: string, type: T, change: Change<T>): Promise<void> {
    return this.inOrder(roomId, async () => {
      const { value } = await change();
      await this.append(roomId, type, value);
    });
  }

  /** Tells a room how things are: the next list replaces one that is lost, so it is not kept. */
  list<T extends ServerMessageType>(roomId: string, type: T, read: Change<T>): Promise<void> {
    const tell = async () => {
      const { value } = await read();
      await this.backplane.publish(roomLog(roomId), envelopeTo(roomId, type, value));
    };
    return this.inOrder(roomId, tell, 'look');
  }

  /** Says to a room what all but its sender hear. */
  async sayToOthers<T extends ServerMessageType>(
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
  ): Promise<void> {
    await this.backplane.append(roomLog(roomId), envelopeTo(roomId, type, data), author);
  }

  private inOrder<T>(roomId: string, task: () => Promise<T>, deed?: Deed): Promise<T> {
    return this.ordered ? task() : this.backplane.inOrder(roomLog(roomId), task, deed);
  }
}

// The compiler cannot tell that a payload without refusals is one of the type's payloads.
const envelopeTo = <T extends ServerMessageType>(roomId: string, type: T, data: Payload<T>): string =>
  encode('server', `room/${roomId}`, type, data as ServerData[T]);
