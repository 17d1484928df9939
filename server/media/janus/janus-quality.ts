import { afterRunning, type Deadline } from '../../util/running-time.js';
import type { MediaQuality } from '../media-quality.js';
import { type HandleInfo, type PacketCounts, readHandleQuality } from './handle-quality.js';
import type { JanusAdmin } from './janus-admin.js';
import { JanusError } from './janus-error.js';

/** Time in ms between two measurements of a connection. */
const INTERVAL_MS = 5000;

interface Watched {
  counts: PacketCounts | undefined;
  report(quality: MediaQuality): void;
}

interface JanusQualityOptions {
  admin: JanusAdmin;
  /** The session that has the handles; undefined while there is none. */
  session(): number | undefined;
  log: { warn(fields: object, text: string): void };
}

/** Measures the connections of this node with a Janus, one after another, every 5 s. */
export class JanusQuality {
  private readonly watched = new Map<number, Watched>();
  private round: Deadline | undefined;
  private closed = false;
  private failing = false;

  constructor(private readonly options: JanusQualityOptions) {}

  /** Measures a handle until unwatch(), or until Janus does not have it any more. */
  watch(handle: number, report: (quality: MediaQuality) => void): void {
    this.watched.set(handle, { counts: undefined, report });
    this.schedule();
  }

  unwatch(handle: number): void {
    this.watched.delete(handle);
  }

  close(): void {
    this.closed = true;
    this.round?.cancel();
    this.options.admin.close();
  }

  private schedule(): void {
    if (this.closed || this.round || this.watched.size === 0) return;
    this.round = afterRunning(INTERVAL_MS, async () => {
      await this.measureAll();
      this.round = undefined;
      this.schedule();
    }).unref();
  }

  private async measureAll(): Promise<void> {
    const { admin, log } = this.options;
    try {
      for (const [handle, watched] of this.watched) await this.measure(handle, watched);
      this.failing = false;
    } catch (err) {
      if (!this.failing && !this.closed)
        log.warn({ janus: admin.url, err }, 'the quality of connections cannot be read from Janus');
      this.failing = true;
    }
  }

  private async measure(handle: number, watched: Watched): Promise<void> {
    const { admin, session } = this.options;
    try {
      const request = { janus: 'handle_info', session_id: session(), handle_id: handle };
      const { info } = await admin.request(request);
      const { counts, quality } = readHandleQuality(info as HandleInfo, watched.counts);
      watched.counts = counts;
      if (quality && this.watched.has(handle)) watched.report(quality);
    } catch (error) {
      if (!(error instanceof JanusError)) throw error;
      if (error.code === UNAUTHORIZED) throw error;
      // It has ended, or Janus was restarted.
      this.unwatch(handle);
    }
  }
}

/** Janus's code for a wrong `admin_secret`. */
const UNAUTHORIZED = 403;
