import type { Presence } from '../backplane/backplane.js';
import type { Announcer } from './announcer.js';
import type { ChatRoom } from './chat-room.js';
import type { Member } from './member.js';

/** Sends each join and leave to the clients of a lobby, and the list of members to newcomers. */
export class LobbyAnnouncer implements Announcer {
  constructor(private readonly room: ChatRoom) {}

  memberAdded(client: Member): void {
    this.sendState(client);
    client.tell('/lobby JOINED', client.id);
  }

  memberSpoke(): void {}

  joined({ id }: Presence): void {
    this.room.broadcastHere('/lobby JOINED', id);
  }

  updated(): void {}

  left({ id }: Presence): void {
    this.room.broadcastHere('/lobby LEFT', id);
  }

  sendState(client: Member): void {
    const ids = this.room.everyone.map(({ id }) => id);
    client.tell(
      '/lobby PEERS',
      ids.filter((id) => id !== client.id),
    );
  }

  close(): void {}
}
