import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { type Classroom, isClassroom } from '../classroom/classroom.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';
import { type Identities, type Identity, mayEnter } from './identity.js';
import type { Endpoint } from './session.js';
import type { Throttle } from './throttle.js';

interface EntranceServices {
  identities: Identities;
  manager: ChatManager;
  classroom: Classroom;
  store: Pick<Store, 'useToken'>;
  throttle: Throttle;
}

/** Who may come in, and where: looked at when a client logs in, enters a room, and again when it comes back. */
export class Entrance {
  constructor(private readonly services: EntranceServices) {}

  /** Who logs in, and the room that the login goes into. @throws Refusal */
  async identify(
    { roomId, address }: Pick<Endpoint, 'roomId' | 'address'>,
    client: ChatClient,
    token: string | undefined,
  ): Promise<{ identity: Identity; roomId: string | undefined }> {
    const { identities } = this.services;
    const { tokens } = identities;
    if (!tokens) {
      const identity = token === undefined ? client.identity : await identities.guestOf(token);
      if (!identity) {
        throw new Refusal('login-required', 'this server runs open and knows no tokens; log in without one');
      }
      return { identity, roomId };
    }
    if (token === undefined) throw new Refusal('login-required', 'this server wants a token to log in');
    const { identity, once } = await this.throttled(address, () => tokens.verify(token));
    const into = roomId ?? identity.room;
    if (into !== undefined && !mayEnter(identity, into)) {
      throw new Refusal('forbidden', `the token does not let you into room '${into}'`);
    }
    if (once) await this.services.store.useToken(once);
    return { identity, roomId: into };
  }

  /** Looks at the rights of a client that comes back. @throws Refusal */
  checkAgain({ expires }: Identity): void {
    if (expires !== undefined && Date.now() > expires) {
      throw new Refusal('login-required', 'the token has expired; log in with a new one');
    }
  }

  async enter(client: ChatClient, roomId: string): Promise<void> {
    await this.services.manager.enter(client, roomId);
  }

  /** Puts a client back into a room that it was in, where it still may be. */
  async comeBack(client: ChatClient, roomId: string): Promise<void> {
    const { classroom } = this.services;
    if (isClassroom(roomId)) await classroom.comeBack(client, roomId);
    else if (mayEnter(client.identity, roomId)) await this.enter(client, roomId);
  }

  /** Does what can be guessed, slowly for who guesses wrong. */
  async throttled<T>(address: string, attempt: () => Promise<T> | T): Promise<T> {
    const { throttle } = this.services;
    throttle.check(address);
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ForgedRefusal) throttle.fail(address);
      throw error;
    }
  }
}
