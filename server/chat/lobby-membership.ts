import type { Presence } from '../backplane/backplane.js';
import type { Announcer } from './announcer.js';
import type { ChatRoom } from './chat-room.js';
import type { Member } from './member.js';

/** Tells the clients of a lobby, one by one, who comes and goes, and newcomers who is there. */
export class LobbyMembership implements Announcer {
  constructor(private readonly room: ChatRoom) {}

  expects(client: Member): void {
    this.tell(client);
    client.tell('/lobby JOINED', client.id);
  }

  joined({ id }: Presence): void {
    this.room.tellHere('/lobby JOINED', id);
  }

  updated(): void {}

  left({ id }: Presence): void {
    this.room.tellHere('/lobby LEFT', id);
  }

  tell(client: Member): void {
    const ids = this.room.everyone.map(({ id }) => id);
    client.tell(
      '/lobby PEERS',
      ids.filter((id) => id !== client.id),
    );
  }

  close(): void {}
}
