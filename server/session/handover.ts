import { removeHandover, restoreHandover, writeHandover } from '../backplane/handover.js';
import type { LocalBackplane } from '../backplane/local-backplane.js';
import { SESSION_KEY_PREFIX } from './session-records.js';
import type { Sessions } from './sessions.js';

const CONSEQUENCE = 'returning clients will get the current state instead of missed messages';

/** The state that a stopping server leaves in the data folder for its successor. The methods never reject. */
export class Handover {
  constructor(
    private readonly backplane: LocalBackplane,
    private readonly folder: string,
    private readonly log: { error(fields: object, text: string): void },
  ) {}

  /** Restores the state that the previous server has left. */
  async takeOver(sessions: Sessions): Promise<void> {
    const { backplane, folder, log } = this;
    await restoreHandover(backplane, folder).catch((error) =>
      log.error({ err: error }, `could not read the handover of the previous server; ${CONSEQUENCE}`),
    );
    await sessions.adoptAll(
      backplane.keys(SESSION_KEY_PREFIX).map((key) => key.slice(SESSION_KEY_PREFIX.length)),
    );
  }

  /** Removes the handover. Must be called before the first client connects. */
  end(): void {
    removeHandover(this.folder);
  }

  /** Writes the state for the next server. Must be called after all clients are disconnected. */
  async leave(): Promise<void> {
    await writeHandover(this.backplane, this.folder).catch((error) =>
      this.log.error({ err: error }, `could not write the handover for the next server; ${CONSEQUENCE}`),
    );
  }
}
