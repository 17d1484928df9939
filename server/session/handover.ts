import { removeHandover, restoreHandover, writeHandover } from '../backplane/handover.js';
import type { LocalBackplane } from '../backplane/local-backplane.js';
import { SESSION_KEY_PREFIX } from './session-records.js';
import type { Sessions } from './sessions.js';

const ANEW = 'clients will fetch their state anew';

/** What one server leaves in the data folder for the one that takes its place. Its methods never reject. */
export class Handover {
  constructor(
    private readonly backplane: LocalBackplane,
    private readonly folder: string,
    private readonly log: { error(fields: object, text: string): void },
  ) {}

  /** Goes on with what the server before has left. */
  async takeOver(sessions: Sessions): Promise<void> {
    const { backplane, folder, log } = this;
    await restoreHandover(backplane, folder).catch((error) =>
      log.error({ err: error }, `what the server before has left cannot be read; ${ANEW}`),
    );
    await sessions.adoptAll(
      backplane.keys(SESSION_KEY_PREFIX).map((key) => key.slice(SESSION_KEY_PREFIX.length)),
    );
  }

  /** Removes it: to be called before the first client is let in. */
  end(): void {
    removeHandover(this.folder);
  }

  /** Leaves what there is for the next server, once no client is here any more. */
  async leave(): Promise<void> {
    await writeHandover(this.backplane, this.folder).catch((error) =>
      this.log.error({ err: error }, `the logs could not be left for the next server; ${ANEW}`),
    );
  }
}
