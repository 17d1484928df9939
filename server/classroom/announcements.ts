import type { ServerData, ServerMessageType } from 'lectern-protocol';
import { type Author, type Backplane, type Deed, roomLog } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { encode, type Request } from '../protocol/codec.js';
import { Unsure } from './unsure.js';

/** What is said of a change, and whether it was made before. */
interface Announced<T extends ServerMessageType> {
  value: ServerData[T];
  repeated?: boolean;
}

/** Makes a change, or looks how things are, and answers what is said of that. */
type Change<T extends ServerMessageType> = () => Promise<Announced<T>>;

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
   */
  async announce<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<void> {
    const { id } = request;
    const author = { clientId: client.id, ...(id === undefined ? {} : { id }) };
    await this.inOrder(roomId, async () => {
      const { value, repeated }: Announced<T> = await change().catch((error) => {
        this.unsure.note(client, id, error);
        throw error;
      });
      const isNew = !repeated || this.unsure.take(client, id);
      if (isNew) await this.append(roomId, type, value, author);
      if (!isNew || !client.rooms.has(roomId)) client.reply(request, type, value);
    });
  }

  /** The same for what only the others hear: an asker that wants an answer is answered with the same. */
  async tellOthers<T extends ServerMessageType>(
    client: ChatClient,
    request: Request,
    roomId: string,
    type: T,
    change: Change<T>,
  ): Promise<void> {
    await this.inOrder(roomId, async () => {
      const { value } = await change();
      await this.sayToOthers(client, roomId, type, value);
      if (request.id !== undefined) client.reply(request, type, value);
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
      await this.backplane.publish(roomLog(roomId), encode('server', `room/${roomId}`, type, value));
    };
    return this.inOrder(roomId, tell, 'look');
  }

  /** Says to a room what all but its sender hear. */
  async sayToOthers<T extends ServerMessageType>(
    client: ChatClient,
    roomId: string,
    type: T,
    data: ServerData[T],
  ): Promise<void> {
    const envelope = encode('server', `room/${roomId}`, type, data);
    await this.backplane.publish(roomLog(roomId), envelope, { clientId: client.id, excluded: true });
  }

  private async append<T extends ServerMessageType>(
    roomId: string,
    type: T,
    data: ServerData[T],
    author?: Author,
  ): Promise<void> {
    await this.backplane.append(roomLog(roomId), encode('server', `room/${roomId}`, type, data), author);
  }

  private inOrder(roomId: string, task: () => Promise<void>, deed?: Deed): Promise<void> {
    return this.ordered ? task() : this.backplane.inOrder(roomLog(roomId), task, deed);
  }
}
