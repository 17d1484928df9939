import type { Backplane } from '../backplane/backplane.js';
import type { Store, WebhookParticipant } from '../store/store.js';

/** Number of participants that are read at once. */
const PAGE = 500;

interface Services {
  store: Pick<Store, 'webhookParticipants' | 'recordPassages'>;
  backplane: Pick<Backplane, 'members'>;
}

/**
 * Finds clients that were reported as joined and have left without a report, for example because the only node was killed
 * and they have not come back. They count as left if two checks in a row do not find them in the room.
 */
export class ParticipantCheck {
  private missing: ReadonlySet<string> = new Set();

  constructor(private readonly services: Services) {}

  /** Returns whether it has reported clients. */
  async run(): Promise<boolean> {
    const { store } = this.services;
    const missing = new Set<string>();
    let reports = false;
    let page: WebhookParticipant[];
    let after: WebhookParticipant | undefined;
    do {
      page = await store.webhookParticipants({ ...(after && { after }), limit: PAGE });
      const gone = await this.absent(page);
      const left = gone.filter((each) => this.missing.has(keyOf(each)));
      for (const each of gone) missing.add(keyOf(each));
      if (left.length > 0) {
        await store.recordPassages({ passages: left.map((each) => ({ kind: 'left', ...each })) });
        reports = true;
      }
      after = page.at(-1);
    } while (page.length === PAGE);
    this.missing = missing;
    return reports;
  }

  private async absent(page: WebhookParticipant[]): Promise<WebhookParticipant[]> {
    const here = new Set<string>();
    for (const roomId of new Set(page.map((each) => each.roomId))) {
      for (const { id } of await this.services.backplane.members(roomId))
        here.add(keyOf({ roomId, clientId: id }));
    }
    return page.filter((each) => !here.has(keyOf(each)));
  }
}

const keyOf = ({ roomId, clientId }: Pick<WebhookParticipant, 'roomId' | 'clientId'>): string =>
  `${clientId} ${roomId}`;
