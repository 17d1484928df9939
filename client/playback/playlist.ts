import { isListId, isVideoId, splitPlaylist } from 'lectern-protocol/playlist';

export { splitPlaylist };

/** One entry of a lecture's playlist. */
export type PlaylistItem =
  | { kind: 'youtube'; videoId: string }
  | { kind: 'youtube-playlist'; listId: string }
  | { kind: 'file'; url: string };

/** Why a playlist is invalid. */
export type PlaylistFault = 'empty' | 'not-a-video' | 'no-video-id' | 'not-http';

export class PlaylistError extends Error {
  override readonly name = 'PlaylistError';

  constructor(
    readonly fault: PlaylistFault,
    /** The invalid entry; empty if the playlist is. */
    readonly entry: string,
    message: string,
  ) {
    super(message);
  }
}

const VIDEO_FILE = /\.(mp4|m4v|webm|ogv|ogg|mov|mp3|m4a)$/i;
const YOUTUBE = /^((www|m|music)\.)?(youtube\.com|youtube-nocookie\.com)$/;

/**
 * Reads a playlist: YouTube videos or playlists (URL or ID) and URLs of video files (also relative ones, for example
 * `/media/sample.mp4`), separated by commas or line breaks. A URL can contain commas.
 * @throws PlaylistError about the first entry that is not a video
 */
export function parsePlaylist(text: string): PlaylistItem[] {
  const entries = splitPlaylist(text);
  if (entries.length === 0) throw new PlaylistError('empty', '', 'a playlist needs at least one video');
  return entries.map(parseEntry);
}

function parseEntry(entry: string): PlaylistItem {
  if (isVideoId(entry)) return { kind: 'youtube', videoId: entry };
  if (isListId(entry)) return { kind: 'youtube-playlist', listId: entry };
  const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(entry);
  if (!isAbsolute && VIDEO_FILE.test(pathOf(entry))) return { kind: 'file', url: entry };
  const address = isAbsolute ? entry : `https://${entry}`;
  if (!URL.canParse(address)) throw notAVideo(entry);
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new PlaylistError('not-http', entry, `${entry} does not begin with https:// or http://`);
  }
  const host = url.hostname.toLowerCase();
  if (host === 'youtu.be' || YOUTUBE.test(host)) return parseYouTube(entry, url, host);
  if (isAbsolute && VIDEO_FILE.test(url.pathname)) return { kind: 'file', url: url.href };
  throw notAVideo(entry);
}

function parseYouTube(entry: string, url: URL, host: string): PlaylistItem {
  const [, first = '', second = ''] = url.pathname.split('/');
  const named = ['embed', 'shorts', 'live', 'v'].includes(first) ? second : url.searchParams.get('v');
  const videoId = host === 'youtu.be' ? first : named;
  const listId = url.searchParams.get('list');
  // A video that was opened from a list. `videoseries` is not an id.
  if (videoId && isVideoId(videoId) && videoId !== 'videoseries') return { kind: 'youtube', videoId };
  if (listId && /^[\w-]{2,64}$/.test(listId)) return { kind: 'youtube-playlist', listId };
  throw new PlaylistError(
    'no-video-id',
    entry,
    `${entry} is YouTube's, but names neither a video nor a playlist`,
  );
}

const pathOf = (entry: string): string => entry.split(/[?#]/, 1)[0] ?? '';

function notAVideo(entry: string): PlaylistError {
  return new PlaylistError(
    'not-a-video',
    entry,
    `${entry} is neither a YouTube video or playlist nor the address of a video file`,
  );
}
