import { roomLog } from '../backplane/backplane.js';
import type { FailoverHandler } from '../backplane/node-registry.js';
import type { RedisBackplane } from '../backplane/redis-backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Programmes } from '../programme/programmes.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { NodeMessenger } from './node-messenger.js';
import type { SessionRecords } from './session-records.js';
import type { Sessions } from './sessions.js';

interface Services {
  backplane: RedisBackplane;
  manager: ChatManager;
  classroom: Classroom;
  programmes: Programmes;
  sessions: Sessions;
  records: SessionRecords;
  messenger: NodeMessenger;
  webhooks: Pick<Webhooks, 'replace'>;
  log: { error(fields: object, text: string): void };
}

/** Takes over the clients of a dead node, and recovers after the other nodes declared this node dead. */
export class NodeFailover implements FailoverHandler {
  constructor(private readonly services: Services) {}

  async takeOver(node: string, clientIds: string[], roomIds: string[]): Promise<void> {
    const { backplane, manager, programmes, sessions, records, webhooks } = this.services;
    await sessions.adoptAll(clientIds, node);
    // The node that owns the client's session restores or removes the client.
    const stays = async (clientId: string) => (await records.get(clientId)) !== undefined;
    for (const roomId of roomIds) {
      for (const { id, userId, username, role } of await backplane.removeMembersOf(roomId, node, stays)) {
        await manager.notifyLeft({ id, userId, name: username, role }, roomId);
      }
      await backplane.breakLock(roomLog(roomId), node);
      await programmes.goOn(roomId);
    }
    await webhooks.replace(node);
  }

  nodeReset(): void {
    const { sessions, messenger, classroom, log } = this.services;
    sessions

      .detachAll()
      .then(() => messenger.open())
      .catch((error) => log.error({ err: error }, 'could not release all clients'));
    classroom.recoverLater();
  }
}
