import { Refusal } from '../../protocol/errors.js';
import type { MediaQuality } from '../media-quality.js';
import type { Candidate } from '../media-server.js';
import { JanusError, janusErrors } from './janus-error.js';
import type { JanusQuality } from './janus-quality.js';
import type { JanusSession, Jsep } from './janus-session.js';

/** Maximum number of candidates of a connection, restarts of ICE included: browsers have a few for each network interface. */
const MAX_CANDIDATES = 256;

export interface HandleEvents {
  /** Janus has ended the connection, or the client's browser does not answer any more. */
  ended(): void;
  /** Packets were lost on the way: at least as many in a second as Janus's `slowlink_threshold`. */
  lost(packets: number): void;
  /** Called every few seconds if the admin API of Janus is used. */
  measured(quality: MediaQuality): void;
}

/** One WebRTC connection with Janus. */
export class JanusHandle {
  private ended = false;
  private candidates = 0;

  private constructor(
    private readonly session: JanusSession,
    private readonly id: () => number,
    private readonly events: HandleEvents,
    private readonly quality: JanusQuality | undefined,
  ) {}

  static async attach(
    session: JanusSession,
    events: HandleEvents,
    quality: JanusQuality | undefined,
  ): Promise<JanusHandle> {
    let id = 0;
    const handle = new JanusHandle(session, () => id, events, quality);
    id = await session.attach(({ janus, plugindata, lost = 0 }) => {
      const kicked = plugindata?.data.videoroom === 'event' && plugindata.data.kicked !== undefined;
      if (janus === 'slowlink') events.lost(lost);
      if (janus === 'hangup' || janus === 'detached' || kicked) handle.end();
    });
    quality?.watch(id, events.measured);
    return handle;
  }

  /** @throws Refusal bad-data for a session description that Janus does not accept; full; unavailable */
  async message(body: object, jsep?: Jsep): Promise<{ data: Record<string, unknown>; sdp: string }> {
    try {
      const { data, jsep: answer } = await this.session.message(this.id(), body, jsep);
      return { data, sdp: answer?.sdp ?? '' };
    } catch (error) {
      if (error instanceof JanusError && error.code === janusErrors.publishersFull)
        throw new Refusal('full', 'too many people speak or show something in this room at the moment');
      if (error instanceof JanusError && sdpErrors.has(error.code))
        throw new Refusal('bad-data', `the media server does not accept the description: ${error.message}`, {
          pointer: '/sdp',
        });
      // This node was not connected to Janus when it ended.
      if (error instanceof JanusError && error.code === janusErrors.handleNotFound) this.end();
      throw refusalOf(error);
    }
  }

  async candidate(candidate: Candidate): Promise<void> {
    if (++this.candidates > MAX_CANDIDATES)
      throw new Refusal('conflict', `a connection can have ${MAX_CANDIDATES} candidates`);
    try {
      await this.session.trickle(this.id(), candidate?.candidate ? candidate : { completed: true });
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Leaves the room, unless the connection has ended. */
  async leave(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.session.message(this.id(), { request: 'leave' }).catch(() => {
      // It has left, or Janus does not answer.
    });
  }

  async close(): Promise<void> {
    this.ended = true;
    this.quality?.unwatch(this.id());
    await this.session.detach(this.id());
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.quality?.unwatch(this.id());
    this.events.ended();
  }
}

/** Errors that a client can cause by messages in a wrong order, or after its connection has ended, are refusals. */
const refusalOf = (error: unknown): unknown =>
  error instanceof JanusError && error.code !== janusErrors.feedExists
    ? new Refusal('conflict', `the media server refuses this now: ${error.message}`)
    : error;

const sdpErrors = new Set<number>([janusErrors.invalidSdp, janusErrors.badSdp]);
