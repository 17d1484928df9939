import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Recording, RoomMedia } from 'lectern-protocol';
import type { Test } from 'tap';
import type { Options } from '../../server/index.js';
import { apiKey } from './api.js';
import { Target } from './conformance.js';
import type { Janus } from './janus.js';
import type { KeptLog } from './log.js';
import { startServer } from './server.js';
import { ask, type Person, type StartedLecture, startLecture } from './test-class.js';

/** The options for a Janus. */
export const mediaOf = ({ url, secret, adminKey }: Janus) => ({
  janus: [url],
  janusSecret: secret,
  janusAdminKey: adminKey,
});

/** An empty folder for recordings. */
export function recordingsFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-recordings-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A live lecture with two students that can be recorded. */
export interface RecordableLecture extends StartedLecture {
  server: Target;
  url: string;
  /** The folder of all recordings. */
  recordings: string;
}

export async function startRecordable(
  t: Test,
  janus: Janus,
  options: Partial<Options> = {},
  log?: KeptLog,
): Promise<RecordableLecture> {
  const recordings = recordingsFolder(t);
  const { url } = await startServer(t, { ...mediaOf(janus), apiKey, recordings, ...options }, log?.logger);
  const server = new Target(url);
  const made = await startLecture(t, server, 2);
  await ask(made.teacher, 'SetLectureLiveStatus', { ...made.lecture, status: true });
  return { ...made, server, url, recordings };
}

/** Takes part in the media of a lecture. Returns what carries it now. */
export async function takePart({ client }: Person, roomId: string): Promise<string> {
  const reply = await client.request('/sfu join', undefined, { receiver: `/sfu/${roomId}` });
  return (reply.data as RoomMedia).by;
}

/** Waits until the media server has begun to write into a folder. */
export async function begins(folder: string): Promise<void> {
  while (!existsSync(folder) || !readdirSync(folder).some((name) => name.endsWith('.mjr'))) await pause(50);
}

/** Janus writes so many bytes at a time. */
const BLOCK = 4096;
/** So much that the media server writes it soon. */
export const LONG = 'a long lesson '.repeat(40);

/**
 * Waits until the media server has written some sound, and Lectern whose it is. The media server loses the rest when it is
 * killed.
 */
export async function writes(folder: string): Promise<void> {
  const has = (end: string, bytes: number) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(
      (name) => name.endsWith(end) && statSync(join(folder, name)).size >= bytes,
    );
  while (!has('.mjr', BLOCK) || !has('.json', 1)) await pause(50);
}

/** Waits until the last recording can be downloaded. */
export async function ready({ teacher, lecture }: StartedLecture): Promise<Recording> {
  await teacher.client.next('RecordingReady');
  const { recordings } = await ask(teacher, 'GetRecordings', lecture);
  const last = recordings.at(-1);
  if (!last) throw new Error('there is no recording');
  return last;
}
