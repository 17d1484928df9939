import type { Presence } from '../backplane/backplane.js';
import type { Recordings, RunningRecording } from '../classroom/recordings.js';
import type { MediaRoom } from './media-server.js';

/** A message that starts or ends a recording. */
const CHANGES = /"type":"SetRecording"/;

/** Lets the media server record a room while its lecture is recorded. All nodes with members of the room do the same. */
export class RoomRecorder {
  private recording: RunningRecording | undefined;
  /** Whether the lecture's recording can have changed since it was read. */
  private stale = true;
  /** What a room on a media server was last told to record. */
  private told: { room: MediaRoom; recording: RunningRecording | undefined } | undefined;
  /** Clients of which it is recorded who they are. */
  private readonly noted = new Set<string>();

  constructor(
    private readonly roomId: string,
    private readonly recordings: Pick<Recordings, 'running' | 'prepare' | 'notePerson'> | undefined,
  ) {}

  /** A message was sent to the room. Returns whether it concerns the recording. */
  deliver(envelope: string): boolean {
    if (!this.recordings || !CHANGES.test(envelope)) return false;
    this.stale = true;
    return true;
  }

  /** Messages to the room were missed. */
  gap(): void {
    this.stale = true;
  }

  /** Whether the lecture is recorded, so that a media server must carry its room. */
  async isRunning(): Promise<boolean> {
    if (this.stale) {
      this.stale = false;
      try {
        this.recording = await this.recordings?.running(this.roomId);
      } catch (error) {
        this.stale = true;
        throw error;
      }
    }
    return this.recording !== undefined;
  }

  /**
   * Starts or ends the recording at the media server.
   * @param members of the room, by client ID
   * @param isHere whether a client takes part in the media on this node
   */
  async apply(
    room: MediaRoom,
    members: ReadonlyMap<string, Presence>,
    isHere: (clientId: string) => boolean,
  ): Promise<void> {
    const { recordings, recording, told } = this;
    if (!recordings) return;
    const former = told?.room === room ? told : undefined;
    if (!former || former.recording?.id !== recording?.id) {
      if (former?.recording) await room.endRecording(former.recording.folder);
      // A node that has died can have left one, on a media server that did not answer when it ended.
      else if (!recording) await room.stopRecording();
      if (recording) {
        await recordings.prepare(recording);
        // Those who publish already have not agreed to be recorded. They do when they unmute themselves.
        if (former) await this.muteOthers(room, members, recording);
        await room.record(recording.folder);
      }
      this.told = { room, recording };
      this.noted.clear();
    }
    if (!recording) return;
    for (const { client } of room.publications) {
      const member = members.get(client);
      if (!member || !isHere(client) || this.noted.has(client)) continue;
      await recordings.notePerson(recording, client, { id: member.userId, name: member.username });
      this.noted.add(client);
    }
  }

  private async muteOthers(
    room: MediaRoom,
    members: ReadonlyMap<string, Presence>,
    { starterId }: RunningRecording,
  ): Promise<void> {
    const streams = room.publications.flatMap(({ client, kinds, muted }) =>
      members.get(client)?.userId === starterId
        ? []
        : kinds.filter((kind) => !muted.includes(kind)).map((kind) => ({ client, kind })),
    );
    await Promise.all(streams.map((source) => room.mute(source, true)));
  }
}
