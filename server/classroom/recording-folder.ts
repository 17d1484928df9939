import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OptionsError } from '../options-error.js';
import type { Recording } from '../store/store.js';

/** Bytes of the disk that recordings leave free: Janus's converter does not report that a full disk has cut its file off. */
const RESERVED_BYTES = 64 * 1024 * 1024;

type Named = Pick<Recording, 'id' | 'lectureId'>;

/**
 * The folder of all recordings: `lecture-<id>/<recording id>/` contains the files of a recording, and its subfolder `raw`
 * what the media server has recorded and nobody has converted yet.
 */
export class RecordingFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** @throws OptionsError if this process is not allowed to write into the folder */
  check(): void {
    try {
      accessSync(this.path, constants.W_OK | constants.X_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason = code === 'ENOENT' ? 'folder not found; create it' : `cannot write into it (${code})`;
      throw new OptionsError(
        `recordings: ${this.path}: ${reason}; the media server must be able to write, too`,
      );
    }
  }

  of({ id, lectureId }: Named): string {
    return join(this.lecture(lectureId), String(id));
  }

  raw(recording: Named): string {
    return join(this.of(recording), 'raw');
  }

  /** Creates the folders of a recording, with the permissions of the folder of all recordings. */
  async create(recording: Named): Promise<void> {
    const { mode } = await stat(this.path);
    for (const each of [this.lecture(recording.lectureId), this.of(recording), this.raw(recording)]) {
      const made = await mkdir(each, { recursive: true });
      // `mkdir` subtracts the umask, but the media server can run as another user.
      if (made !== undefined) await chmod(each, mode & 0o7777);
    }
  }

  /** Bytes that recordings can still take up on the disk; negative if they take up too much. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize - RESERVED_BYTES;
  }

  /** @throws Error if recordings cannot take up so many more bytes on the disk */
  async requireFree(bytes: number): Promise<void> {
    const missing = bytes - (await this.freeBytes());
    if (missing <= 0) return;
    const size = `${Math.ceil(missing / 1024 / 1024)} MiB`;
    throw new Error(
      `the disk of '${this.path}' is full; free at least ${size}, then the recording is converted`,
    );
  }

  /** Size of what the media server has recorded in bytes, and when that last changed in ms since 1970. */
  async rawState(recording: Named): Promise<{ bytes: number; changedAt: number }> {
    const state = { bytes: 0, changedAt: 0 };
    const folder = this.raw(recording);
    for (const name of await readdir(folder).catch(() => [])) {
      const found = await stat(join(folder, name)).catch(() => undefined);
      state.bytes += found?.size ?? 0;
      state.changedAt = Math.max(state.changedAt, found?.mtimeMs ?? 0);
    }
    return state;
  }

  async remove(recording: Named): Promise<void> {
    await rm(this.of(recording), { recursive: true, force: true });
  }

  async removeFile(recording: Named, name: string): Promise<void> {
    await rm(join(this.of(recording), name), { force: true });
  }

  async removeLecture(lectureId: number): Promise<void> {
    await rm(this.lecture(lectureId), { recursive: true, force: true });
  }

  /** IDs of the lectures that have recordings. */
  async lectures(): Promise<number[]> {
    const names = await readdir(this.path);
    return names.flatMap((name) => /^lecture-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  }

  private lecture(lectureId: number): string {
    return join(this.path, `lecture-${lectureId}`);
  }
}
