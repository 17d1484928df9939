import type { ChangeResult, RequestKey } from './change-result.js';
import type { Announcement } from './model.js';

/** Maximum number of recordings of a lecture. */
export const MAX_RECORDINGS = 50;

/**
 * Reason for the end of a recording: its instructor stopped it, its lecture ended, the storage is full, or the media server
 * was lost.
 */
export type RecordingEnd = 'stopped' | 'ended' | 'full' | 'lost';

/** Content of a file of a recording. */
export type RecordedKind = 'microphone' | 'camera' | 'screen' | 'screenSound';

/** A recording of a lecture. Times are in ms since 1970, by this server's clock. */
export interface Recording {
  id: number;
  lectureId: number;
  /** The instructor who started it. */
  starterId: string;
  startedAt: number;
  /** Absent while it runs. */
  endedAt?: number;
  reason?: RecordingEnd;
  /** When its files were stored; absent before. */
  convertedAt?: number;
}

/** A file of a recording before it is stored. */
export interface NewRecordingFile {
  userId: string;
  /** The user's name at the time of the recording. */
  userName: string;
  kind: RecordedKind;
  startedAt: number;
  bytes: number;
  /** Name in the recording's folder. */
  name: string;
}

/** A file of a recording: what a user published on one connection. */
export interface RecordingFile extends NewRecordingFile {
  id: number;
  recordingId: number;
}

/** The methods that change recordings. */
export interface RecordingChanges {
  /**
   * Starts a recording of a lecture, or returns the one that runs. Rejects with `conflict` if the lecture is not live, or
   * has MAX_RECORDINGS.
   */
  startRecording(
    given: { lectureId: number; userId: string },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Recording>>;
  /** Ends the recording of a lecture. Rejects with `conflict` if none runs. */
  endRecording(
    given: { lectureId: number; reason: RecordingEnd },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Recording>>;
  /** Stores the files of a recording that has ended. Files of users who are not stored any more are left out. */
  addRecordingFiles(
    given: { recordingId: number; files: readonly NewRecordingFile[] },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Recording>>;
  /** Deletes a recording. Rejects with `conflict` if it runs. */
  deleteRecording(
    given: { recordingId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Recording>>;
}

/** The methods that read recordings. */
export interface RecordingReads {
  recording(id: number): Promise<Recording | undefined>;
  /** Returns the recordings of a lecture with their files, oldest first. */
  recordings(lectureId: number): Promise<(Recording & { files: RecordingFile[] })[]>;
  /** Returns a file of a recording, and its recording. */
  recordingFile(id: number): Promise<{ file: RecordingFile; recording: Recording } | undefined>;
  /** Returns recordings that run, or whose files are not stored yet, oldest first. */
  unfinishedRecordings(): Promise<Recording[]>;
  /** Returns recordings that ended before a time, in ms since 1970. */
  oldRecordings(before: number): Promise<Recording[]>;
  /** Returns the size of the files of a lecture's recordings or, without a lecture, of all. */
  recordingBytes(lectureId?: number): Promise<number>;
}
