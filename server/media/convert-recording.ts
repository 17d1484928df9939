import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RecordingFolder } from '../classroom/recording-folder.js';
import { personFile, type RecordedPerson } from '../classroom/recordings.js';
import { OptionsError } from '../options-error.js';
import type { NewRecordingFile, Recording } from '../store/store.js';
import { isVideo, mediaKinds } from './media-server.js';

/** Janus's converter, which copies the recorded packets into files that players understand. */
const CONVERTER = 'janus-pp-rec';

/** Maximum number of files of a recording. */
const MAX_FILES = 500;

const run = promisify(execFile);

/** The header of a file of Janus. */
interface Header {
  /** One of `mediaKinds`, as publishers describe their streams. */
  d?: string;
  /** When the first packet was written, in µs since 1970. */
  u: number;
}

/** The name that Janus gives to what a client publishes. */
const NAME = /-user-client:(.+)-\d+-(?:audio|video)-\d+\.mjr$/;

/** @throws OptionsError if the converter is missing */
export async function requireConverter(): Promise<void> {
  try {
    await run(CONVERTER, ['--file-extensions']);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') return;
    throw new OptionsError(
      `recordings: ${CONVERTER} not found; install it (on Debian: apt-get install janus-tools)`,
    );
  }
}

/**
 * Converts what the media server has recorded: Opus in Ogg for voices, WebM for cameras and screens. Returns the files.
 * Files of Janus that contain no packets, or are broken, are left out.
 * @throws Error if the conversion has to be repeated, for example because the disk is full
 */
export async function convertRecording(
  folder: RecordingFolder,
  recording: Recording,
  log: { warn(fields: object, text: string): void },
): Promise<NewRecordingFile[]> {
  const raw = folder.raw(recording);
  const names = await readdir(raw).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  await folder.requireFree((await folder.rawState(recording)).bytes);
  const files: NewRecordingFile[] = [];
  for (const name of names.sort()) {
    const client = NAME.exec(name)?.[1];
    if (client === undefined || files.length >= MAX_FILES) continue;
    let failure: unknown;
    const file = await convert({
      from: join(raw, name),
      to: folder.of(recording),
      number: files.length + 1,
      person: join(raw, personFile(client)),
    }).catch((error: unknown) => {
      failure = error;
    });
    // On a full disk, the converter can fail, and can succeed with a part of the file.
    await folder.requireFree(0);
    if (file) files.push(file);
    if (!failure) continue;
    if (!isBroken(failure)) throw failure;
    log.warn(
      { lecture: recording.lectureId, file: name, err: failure },
      'a file of a recording could not be converted',
    );
  }
  return files;
}

/** Whether a conversion failed because of its file. Otherwise, for example for lack of memory, it can succeed later. */
function isBroken(error: unknown): boolean {
  const { code, syscall, signal } = error as NodeJS.ErrnoException & { signal?: NodeJS.Signals | null };
  if (signal) return signal === 'SIGSEGV' || signal === 'SIGABRT';
  // A number is the exit code of the converter.
  return typeof code !== 'string' || (code === 'ENOENT' && !syscall?.startsWith('spawn'));
}

/** Returns nothing for a file without packets. */
async function convert({
  from,
  to,
  number,
  person,
}: {
  from: string;
  to: string;
  number: number;
  /** Path of the file that says whose stream it is. */
  person: string;
}): Promise<NewRecordingFile | undefined> {
  const { stdout } = await run(CONVERTER, ['--json', from]);
  const { d, u } = JSON.parse(stdout) as Header;
  const kind = mediaKinds.find((each) => each === d);
  if (!kind) return undefined;
  const name = `${number}-${kind}.${isVideo(kind) ? 'webm' : 'ogg'}`;
  const path = join(to, name);
  // From an earlier attempt.
  await rm(path, { force: true });
  await run(CONVERTER, ['--debug-level', '0', from, path]);
  const { size: bytes } = await stat(path);
  if (bytes === 0) return undefined;
  const { id: userId, name: userName } = JSON.parse(await readFile(person, 'utf8')) as RecordedPerson;
  return { kind, name, bytes, startedAt: Math.round(u / 1000), userId, userName };
}
