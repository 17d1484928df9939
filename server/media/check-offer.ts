import { Refusal } from '../protocol/errors.js';
import { isVideo, type MediaKind } from './media-server.js';

/** Maximum number of media descriptions in an offer: one of each kind, and as many that were given up. */
const MAX_DESCRIPTIONS = 8;

/** A stream that a client declares in its offer. */
export interface DeclaredStream {
  mid: string;
  kind: MediaKind;
}

/**
 * Checks that an offer publishes what it declares and nothing else, so that nobody publishes more streams than one of each
 * kind.
 * Returns its session (RFC 8866, 5.2), which is the same for all offers of one connection.
 * @param streams the declared ones
 * @throws Refusal bad-data
 */
export function checkOffer(sdp: string, streams: readonly DeclaredStream[]): string | undefined {
  const refuse = (reason: string, pointer = '/sdp'): never => {
    throw new Refusal('bad-data', reason, { pointer });
  };
  if (new Set(streams.map(({ kind }) => kind)).size < streams.length)
    refuse('each kind can be published once', '/streams');
  if (new Set(streams.map(({ mid }) => mid)).size < streams.length)
    refuse('each stream can be declared once', '/streams');
  const descriptions = sdp.split(/^m=/m).slice(1);
  if (descriptions.length > MAX_DESCRIPTIONS)
    refuse(`an offer can have ${MAX_DESCRIPTIONS} media descriptions`);
  const kinds = new Map(streams.map(({ mid, kind }) => [mid, kind]));
  for (const description of descriptions) {
    // Port 0 rejects a stream, and one that is inactive sends nothing.
    if (/^\S+ 0 /.test(description) || /^a=(inactive|recvonly)\s*$/m.test(description)) continue;
    const mid = /^a=mid:(\S+)/m.exec(description)?.[1] ?? '';
    const kind = kinds.get(mid);
    if (!kind) refuse('the offer publishes a stream that `streams` does not declare');
    else if (!description.startsWith(isVideo(kind) ? 'video ' : 'audio '))
      refuse(`the stream of the ${kind} has another type`);
    kinds.delete(mid);
  }
  if (kinds.size > 0) refuse('`streams` declares a stream that the offer does not publish', '/streams');
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}
