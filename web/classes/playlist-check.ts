import {
  PlaylistError,
  type PlaylistFault,
  type PlaylistItem,
  parsePlaylist,
  splitPlaylist,
} from 'lectern-client';
import { addressOfFile } from '../base.js';

/** One entry of a playlist: its text, and the parsed item or the error in it. */
export interface Entry {
  text: string;
  item?: PlaylistItem;
  fault?: EntryFault;
}

/** `insecure`: browsers do not play http:// videos on pages that were served over https. */
export type EntryFault = PlaylistFault | 'insecure';

/** Parses the playlist field. */
export const readEntries = (written: string): Entry[] => splitPlaylist(written).map(readEntry);

function readEntry(text: string): Entry {
  try {
    const [item] = parsePlaylist(text);
    if (!item) return { text, fault: 'empty' };
    const insecure = item.kind === 'file' && /^http:/i.test(item.url) && location.protocol === 'https:';
    return insecure ? { text, fault: 'insecure' } : { text, item };
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
  const length = await loadMetadata(url.href, signal);
  if (length !== undefined) return length;
  // The page's Content-Security-Policy only allows it to ask its own server for the reason.
  if (url.origin !== location.origin) return 'elsewhere';
  const answer = await fetch(url, { method: 'HEAD', signal }).catch(() => undefined);
  return answer?.ok ? 'unreadable' : 'missing';
}

/** Returns the texts of the entries that are files of this server and do not exist. */
export async function findMissing(entries: readonly Entry[]): Promise<string[]> {
  const missing = await Promise.all(
    entries.map(async ({ text, item }) => {
      const url = item?.kind === 'file' ? addressOfFile(item.url) : undefined;
      if (url?.origin !== location.origin) return [];
      const answer = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
      return answer?.status === 404 ? [text] : [];
    }),
  );
  return missing.flat();
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
