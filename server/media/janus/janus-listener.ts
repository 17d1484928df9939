import { Refusal } from '../../protocol/errors.js';
import type { MediaQuality } from '../media-quality.js';
import type { Candidate, Listener, PictureSize, Source } from '../media-server.js';
import { JanusHandle } from './janus-handle.js';
import type { JanusQuality } from './janus-quality.js';
import type { JanusSession } from './janus-session.js';

/** A stream of a publisher, as Janus names it. */
export interface FeedStream {
  feed: string;
  mid: string;
}

/** Janus's numbers of the sizes, of which the publisher's description lists the largest first. */
const substreams: Record<PictureSize, number> = { small: 0, medium: 1, large: 2 };

interface JanusListenerOptions {
  session: JanusSession;
  quality: JanusQuality | undefined;
  /** How it joins its room. */
  join: object;
  /** For each place, the silent stream that fills it while it is empty. */
  empty: readonly FeedStream[];
  /** Returns the stream of a source; undefined if it is not published. */
  find(source: Source): FeedStream | undefined;
  onEnd(listener: JanusListener): void;
  onLost(packets: number): void;
  onMeasured(listener: JanusListener, quality: MediaQuality): void;
}

/** A listener of a JanusRoom. Each place is a stream of its connection, in which Janus switches from one publisher to another. */
export class JanusListener implements Listener {
  readonly mids: readonly string[];

  private constructor(
    private readonly options: JanusListenerOptions,
    private readonly handle: JanusHandle,
    readonly offer: string,
  ) {
    this.mids = options.empty.map((_, place) => String(place));
  }

  /** @throws Refusal unavailable */
  static async open(options: JanusListenerOptions): Promise<JanusListener> {
    const { session, join, empty } = options;
    let listener: JanusListener | undefined;
    let ended = false;
    const events = {
      ended: () => {
        ended = true;
        if (listener) options.onEnd(listener);
      },
      lost: options.onLost,
      measured: (quality: MediaQuality) => listener && options.onMeasured(listener, quality),
    };
    const handle = await JanusHandle.attach(session, events, options.quality);
    // The same stream can only be received again under another name.
    const streams = empty.map((stream, place) => ({ ...stream, crossrefid: `place${place}` }));
    try {
      const { sdp } = await handle.message({ request: 'join', ...join, autoupdate: false, streams });
      if (ended) throw new Refusal('unavailable', 'the media server has ended the connection; try again');
      listener = new JanusListener(options, handle, sdp);
      return listener;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async answer(sdp: string): Promise<void> {
    await this.handle.message({ request: 'start' }, { type: 'answer', sdp });
  }

  candidate(candidate: Candidate): Promise<void> {
    return this.handle.candidate(candidate);
  }

  async show(places: ReadonlyMap<number, Source | undefined>): Promise<void> {
    const { empty, find } = this.options;
    const streams = [...places].flatMap(([place, source]) => {
      const stream = (source && find(source)) ?? empty[place];
      return stream ? [{ ...stream, sub_mid: String(place) }] : [];
    });
    if (streams.length > 0) await this.handle.message({ request: 'switch', streams });
  }

  async resize(place: number, size: PictureSize): Promise<void> {
    await this.handle.message({ request: 'configure', mid: String(place), substream: substreams[size] });
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
