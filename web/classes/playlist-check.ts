import { PlaylistError, type PlaylistFault, type PlaylistItem, parsePlaylist } from 'lectern-client';
import { addressOfFile } from '../base.js';

/** One entry of a playlist as it is written, read, or what is wrong with it. */
export interface Entry {
  text: string;
  item?: PlaylistItem;
  fault?: PlaylistFault;
}

/** Reads what is written into the playlist's field, entry by entry, separated by commas or lines. */
export const readEntries = (written: string): Entry[] =>
  written
    .split(/[,\n]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(readEntry);

function readEntry(text: string): Entry {
  try {
    const [item] = parsePlaylist(text);
    return item ? { text, item } : { text, fault: 'empty' };
  } catch (error) {
    if (!(error instanceof PlaylistError)) throw error;
    return { text, fault: error.fault };
  }
}

/** Why a file does not play here. */
export type FileFault = 'elsewhere' | 'missing' | 'unreadable';

/** Loads a file's metadata: its length in seconds, or why it does not play. */
export async function probeFile(address: string, signal: AbortSignal): Promise<number | FileFault> {
  const url = addressOfFile(address);
  // The page's Content-Security-Policy lets it play its own server's files only.
  if (url.origin !== location.origin) return 'elsewhere';
  const length = await loadMetadata(url.href, signal);
  if (length !== undefined) return length;
  const answer = await fetch(url, { method: 'HEAD', signal }).catch(() => undefined);
  return answer?.ok ? 'unreadable' : 'missing';
}

/** The length of a video or sound file in seconds; undefined where it cannot be loaded. */
function loadMetadata(address: string, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const video = document.createElement('video');
    const end = (length: number | undefined): void => {
      video.removeAttribute('src');
      video.load();
      resolve(length);
    };
    video.addEventListener('loadedmetadata', () => end(video.duration), { once: true });
    video.addEventListener('error', () => end(undefined), { once: true });
    signal.addEventListener('abort', () => end(undefined), { once: true });
    video.preload = 'metadata';
    video.src = address;
  });
}
