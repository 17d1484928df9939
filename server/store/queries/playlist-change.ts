import { splitPlaylist } from 'lectern-protocol/playlist';

/** A video of a playlist before a change: its index afterwards, and whether it is another video in the same place. */
interface MovedVideo {
  /** Undefined if the video was removed. */
  index: number | undefined;
  replaced: boolean;
}

/** The effect of a changed playlist on the videos of a lecture. */
export interface PlaylistChange {
  /** The videos before the change, by their index. */
  videos: MovedVideo[];
  /** Number of videos after the change. */
  count: number;
}

/** Finds the videos of a playlist in a changed one. A video that occurs several times keeps the order of its occurrences. */
export function comparePlaylists(before: string, after: string): PlaylistChange {
  const now = splitPlaylist(after);
  const places = new Map<string, number[]>();
  for (const [index, entry] of now.entries()) places.set(entry, [...(places.get(entry) ?? []), index]);
  const kept = splitPlaylist(before).map((entry) => places.get(entry)?.shift());
  const taken = new Set(kept);
  return {
    videos: kept.map((index, place) => {
      const replaced = index === undefined && place < now.length && !taken.has(place);
      return { index: replaced ? place : index, replaced };
    }),
    count: now.length,
  };
}
