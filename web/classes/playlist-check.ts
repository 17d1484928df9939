import { PlaylistError, type PlaylistFault, type PlaylistItem, parsePlaylist } from 'lectern-client';
import { addressOfFile } from '../base.js';

/** One entry of a playlist: its text, and the parsed item or the error in it. */
export interface Entry {
  text: string;
  item?: PlaylistItem;
  fault?: PlaylistFault;
}

/** Parses the playlist field. Entries are separated by commas or line breaks. */
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

/** Why a file cannot be played here. */
export type FileFault = 'elsewhere' | 'missing' | 'unreadable';

/** Loads a file's metadata. Resolves to its duration in seconds, or to the reason why it cannot be played. */
export async function probeFile(address: string, signal: AbortSignal): Promise<number | FileFault> {
  const url = addressOfFile(address);
  // The page's Content-Security-Policy allows media files from its own server only.
  if (url.origin !== location.origin) return 'elsewhere';
  const length = await loadMetadata(url.href, signal);
  if (length !== undefined) return length;
  const answer = await fetch(url, { method: 'HEAD', signal }).catch(() => undefined);
  return answer?.ok ? 'unreadable' : 'missing';
}

/** Returns the duration of a video or audio file in seconds, or undefined if it cannot be loaded. */
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
