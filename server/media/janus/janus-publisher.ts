import type { MediaQuality } from '../media-quality.js';
import type { Candidate, MediaKind, Publisher } from '../media-server.js';
import { JanusError, janusErrors } from './janus-error.js';
import { JanusHandle } from './janus-handle.js';
import type { JanusQuality } from './janus-quality.js';
import type { JanusSession } from './janus-session.js';

interface JanusPublisherOptions {
  session: JanusSession;
  quality: JanusQuality | undefined;
  /** How it joins its room. */
  join: object;
  onEnd(publisher: JanusPublisher): void;
  onLost(packets: number): void;
  onMeasured(publisher: JanusPublisher, quality: MediaQuality): void;
  /** Removes an earlier publisher of the same client, which another node can have. */
  removeFormer(): Promise<void>;
}

/** A publisher of a JanusRoom. */
export class JanusPublisher implements Publisher {
  private joined = false;

  private constructor(
    private readonly options: JanusPublisherOptions,
    private readonly handle: JanusHandle,
  ) {}

  /** @throws Refusal unavailable */
  static async open(options: JanusPublisherOptions): Promise<JanusPublisher> {
    let publisher: JanusPublisher | undefined;
    const events = {
      ended: () => publisher && options.onEnd(publisher),
      lost: options.onLost,
      measured: (quality: MediaQuality) => publisher && options.onMeasured(publisher, quality),
    };
    const handle = await JanusHandle.attach(options.session, events, options.quality);
    publisher = new JanusPublisher(options, handle);
    return publisher;
  }

  async offer(sdp: string, kinds: Readonly<Record<string, MediaKind>>): Promise<string> {
    const descriptions = Object.entries(kinds).map(([mid, description]) => ({ mid, description }));
    if (!this.joined) await this.join();
    this.joined = true;
    const body = { request: 'configure', descriptions };
    return (await this.handle.message(body, { type: 'offer', sdp })).sdp;
  }

  candidate(candidate: Candidate): Promise<void> {
    return this.handle.candidate(candidate);
  }

  async close(): Promise<void> {
    // Janus answers when the room is left, but before that when a handle is detached.
    if (this.joined) await this.handle.leave();
    await this.handle.close();
  }

  private async join(): Promise<void> {
    const join = { request: 'join', ...this.options.join };
    try {
      await this.handle.message(join);
    } catch (error) {
      if (!(error instanceof JanusError && error.code === janusErrors.feedExists)) throw error;
      await this.options.removeFormer();
      await this.handle.message(join);
    }
  }
}
