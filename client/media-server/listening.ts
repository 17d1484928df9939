import type { MediaView } from 'lectern-protocol';
import { MediaConnection, type MediaConnectionOptions } from './media-connection.js';

/** Number of streams that a client receives at the same time. */
export interface PlaceCounts {
  audio: number;
  video: number;
}

interface ListeningListeners {
  onConnected(): void;
  onTracks(): void;
  onEnd(): void;
}

/** Receives the streams of others from the media server, each in a place, which is a `mid` of the connection. */
export class Listening {
  readonly #connection: MediaConnection;
  /** What the server sends without being told otherwise. */
  #told = JSON.stringify({ pictures: true } satisfies MediaView);

  private constructor(connection: MediaConnection) {
    this.#connection = connection;
  }

  /** @throws RequestError */
  static async start(
    options: MediaConnectionOptions,
    counts: PlaceCounts,
    view: MediaView,
    { onConnected, onTracks, onEnd }: ListeningListeners,
  ): Promise<Listening> {
    const connection = await MediaConnection.make(options, 'listening');
    connection.on('connected', onConnected);
    connection.on('tracks', onTracks);
    connection.on('ended', onEnd);
    const listening = new Listening(connection);
    try {
      const { data: offer } = await connection.request('/sfu listen', counts);
      // Before the answer, after which the places are filled.
      void listening.view(view);
      const { peer } = connection;
      await peer.setRemoteDescription(offer);
      const answer = await peer.createAnswer();
      const set = peer.setLocalDescription(answer);
      const accepted = connection.request('/sfu answer', { type: 'answer', sdp: answer.sdp ?? '' });
      await Promise.all([set, accepted]);
    } catch (error) {
      connection.close();
      throw error;
    }
    return listening;
  }

  /** Receives these pictures from now on. An older server sends all of them, in full size. */
  async view(view: MediaView): Promise<void> {
    const told = JSON.stringify(view);
    if (told === this.#told) return;
    this.#told = told;
    await this.#connection.request('/sfu view', view).catch(() => {
      // The connection has ended. The next one begins with what is wanted then.
    });
  }

  get connected(): boolean {
    return this.#connection.connected;
  }

  /** The track in a place. */
  track(mid: string): MediaStreamTrack | undefined {
    return this.#connection.peer.getTransceivers().find((each) => each.mid === mid)?.receiver.track;
  }

  close(): void {
    this.#connection.close();
  }
}
