import { Refusal } from '../protocol/errors.js';

/** The host of each http:// address of a playlist. */
const HTTP_HOST = /(?:^|[\s,])http:\/\/([^\s,/?#]+)/gi;

/** Videos of YouTube are embedded over https, whatever their addresses say. */
const YOUTUBE = /^(?:(?:www|m|music)\.)?(?:youtu\.be|youtube\.com|youtube-nocookie\.com)$/i;

/**
 * Checks a playlist for videos that browsers do not play on pages served over https, because their addresses begin with
 * http://. @throws Refusal bad-data
 */
export function requireSecureVideos(playlist: string): void {
  const hosts = [...playlist.matchAll(HTTP_HOST)].map(([, host = '']) => host);
  const insecure = hosts.find((host) => !YOUTUBE.test(host));
  if (insecure === undefined) return;
  throw new Refusal(
    'bad-data',
    `browsers do not play http:// videos on pages served over https: use an https:// address for ${insecure}`,
    { pointer: '/playlist', expected: 'without http:// videos' },
  );
}
