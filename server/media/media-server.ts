import type { MediaQuality } from './media-quality.js';

/** What a client can publish in a room, each as one stream of its connection. */
export const mediaKinds = ['microphone', 'camera', 'screen', 'screenSound'] as const;
export type MediaKind = (typeof mediaKinds)[number];

export const isVideo = (kind: MediaKind): boolean => kind === 'camera' || kind === 'screen';

/** The streams that a client publishes. */
export interface Publication {
  client: string;
  kinds: readonly MediaKind[];
  /** Those that are muted at the media server. */
  muted: readonly MediaKind[];
}

/** An RTCIceCandidateInit; null after the last one. */
export type Candidate = { candidate: string; sdpMid?: string | null; sdpMLineIndex?: number | null } | null;

/** The connection on which a client publishes. */
export interface Publisher {
  /**
   * Takes an offer: the first one, one with other streams, or one that restarts ICE. Returns the SDP of the answer.
   * @param kinds of the offer's streams, by mid
   * @throws Refusal bad-data if the media server does not accept the offer; unavailable
   */
  offer(sdp: string, kinds: Readonly<Record<string, MediaKind>>): Promise<string>;
  candidate(candidate: Candidate): Promise<void>;
  close(): Promise<void>;
}

/** A stream of a client. */
export interface Source {
  client: string;
  kind: MediaKind;
}

/** Sizes of a camera's picture. Browsers can publish all of them at the same time. */
export type PictureSize = 'small' | 'medium' | 'large';

/** The connection on which a client receives: a fixed number of places, each of which carries one source or none. */
export interface Listener {
  /** SDP of the offer with one stream for each place. */
  readonly offer: string;
  /** Mids of the places, in their order. */
  readonly mids: readonly string[];
  answer(sdp: string): Promise<void>;
  candidate(candidate: Candidate): Promise<void>;
  /**
   * Puts sources into places, without a new offer. Sources that are not published any more are left out.
   * @param places the changed ones, by number; undefined empties a place
   */
  show(places: ReadonlyMap<number, Source | undefined>): Promise<void>;
  /**
   * Receives the picture in a place in this size, or in the only one that is published. A source that show() puts into a
   * place is received in the size `large`.
   */
  resize(place: number, size: PictureSize): Promise<void>;
  close(): Promise<void>;
}

export interface MediaRoomEvents {
  /** What all clients of the room publish, on every node, has changed. */
  published(publications: readonly Publication[]): void;
  /** A client has started or stopped talking. @param level in dBov: 0 is the loudest, -127 is silence */
  talking(client: string, talks: boolean, level: number): void;
  /** The media server has ended the connection of a client on this node. */
  ended(connection: Publisher | Listener): void;
  /** Packets of a client that publishes, or to one that receives, were lost on the way. */
  lost(connection: 'publishing' | 'listening', packets: number): void;
  /** The quality of a client's connection was measured, every few seconds while it carries something. */
  measured(connection: Publisher | Listener, quality: MediaQuality): void;
  /** The media server has ended the room with all connections in it. */
  closed(): void;
}

/** A room on a media server, as one node uses it. */
export interface MediaRoom {
  readonly publications: readonly Publication[];
  /** Prepares a connection on which a client publishes. Replaces an earlier one of the client. */
  publish(client: string): Promise<Publisher>;
  /** @param places the kind of each place, `audio` or `video` */
  listen(places: readonly ('audio' | 'video')[]): Promise<Listener>;
  /** Mutes a stream at the media server: nobody receives it, whatever the client sends. */
  mute(source: Source, muted: boolean): Promise<void>;
  /** Ends what a client publishes in the room, on whichever node. */
  remove(client: string): Promise<void>;
  /**
   * Records everything that is published and not muted from now on. The same again changes nothing; another folder ends the
   * files in the present one.
   * @param folder for the files, as the media server reaches it
   */
  record(folder: string): Promise<void>;
  /** Ends the recording into whichever folder. */
  stopRecording(): Promise<void>;
  /** Ends the recording into a folder. One into another folder continues, also if it starts at the same time. */
  endRecording(folder: string): Promise<void>;
  /** Reads the publications again, after the media server did not answer for a while. @throws Refusal unavailable */
  refresh(): Promise<void>;
  /** Leaves the room. It continues on other nodes; the last one removes it. */
  close(): Promise<void>;
}

/** A media server, which receives the streams of publishers and sends them to listeners. */
export interface MediaServer {
  /** Whether it answers. */
  readonly available: boolean;
  /** Opens a room, and creates it if no node has. @throws Refusal unavailable */
  open(room: string, events: MediaRoomEvents): Promise<MediaRoom>;
  close(): Promise<void>;
}

export interface MediaServerEvents {
  /** It does not answer. Media can still flow. */
  unavailable(): void;
  /** It answers again. @param kept whether its rooms and connections of this node are still there */
  available(kept: boolean): void;
}
