import { isVideo, type MediaKind, type Publication, type Source } from './media-server.js';

/** What decides whose streams are received first. */
export interface Standing {
  /** Leads the room: an instructor. */
  leads: boolean;
  /** Time at which the client last began or went on talking; 0 if it has not. */
  talkedAt: number;
  /** Level in dBov while it talks. */
  level?: number | undefined;
}

/** A client that talks, with its level in dBov. */
export interface Speaker {
  id: string;
  level: number;
}

/** Maximum number of speakers that clients are told about. */
const MAX_SPEAKERS = 8;

/** Sources in the order in which they get places. */
export interface Stage {
  audio: readonly Source[];
  video: readonly Source[];
  /** Those who talk into a microphone, the loudest first. */
  speakers: readonly Speaker[];
}

const SILENT = -127;

export const emptyStage: Stage = { audio: [], video: [], speakers: [] };

/** Rank of each kind among those that need the same sort of place. */
const rank: Record<MediaKind, number> = { screenSound: 0, microphone: 1, screen: 0, camera: 1 };

/**
 * Puts the published streams that are not muted in order: screens first, then those of clients that lead the room, then
 * those of clients that talk, the loudest first, then those of clients that talked last.
 * @param standingOf undefined for a client that is not allowed to publish
 */
export function stageOf(
  publications: readonly Publication[],
  standingOf: (client: string) => Standing | undefined,
): Stage {
  const sources = publications.flatMap(({ client, kinds, muted }) => {
    const standing = standingOf(client);
    if (!standing) return [];
    return kinds.filter((kind) => !muted.includes(kind)).map((kind) => ({ client, kind, ...standing }));
  });
  sources.sort(
    (a, b) =>
      rank[a.kind] - rank[b.kind] ||
      Number(b.leads) - Number(a.leads) ||
      b.talkedAt - a.talkedAt ||
      (b.level ?? SILENT) - (a.level ?? SILENT) ||
      (a.client < b.client ? -1 : 1),
  );
  const pick = (video: boolean) =>
    sources.filter(({ kind }) => isVideo(kind) === video).map(({ client, kind }) => ({ client, kind }));
  const speakers = sources.flatMap(({ client: id, kind, level }) =>
    kind === 'microphone' && level !== undefined ? [{ id, level }] : [],
  );
  speakers.sort((a, b) => b.level - a.level);
  return { audio: pick(false), video: pick(true), speakers: speakers.slice(0, MAX_SPEAKERS) };
}

/** The places of a listener: the first ones are for sound. */
export interface PlaceCounts {
  audio: number;
  video: number;
}

/**
 * Assigns sources to places. A source that stays keeps its place, so that its stream is not interrupted.
 * @param before the assignment so far, by place
 * @param own the client itself, which does not receive what it publishes
 */
export function assign(
  before: readonly (Source | undefined)[],
  { audio, video }: Stage,
  counts: PlaceCounts,
  own: string,
): (Source | undefined)[] {
  const others = (sources: readonly Source[], count: number) =>
    sources.filter(({ client }) => client !== own).slice(0, count);
  return [
    ...fill(before.slice(0, counts.audio), others(audio, counts.audio), counts.audio),
    ...fill(before.slice(counts.audio), others(video, counts.video), counts.video),
  ];
}

function fill(
  before: readonly (Source | undefined)[],
  wanted: readonly Source[],
  count: number,
): (Source | undefined)[] {
  const places = Array.from({ length: count }, (_, place) => {
    const source = before[place];
    return source && wanted.find((each) => isSame(each, source));
  });
  for (const source of wanted) {
    if (places.includes(source)) continue;
    const empty = places.indexOf(undefined);
    if (empty >= 0) places[empty] = source;
  }
  return places;
}

export const isSame = (one: Source | undefined, other: Source | undefined): boolean =>
  one?.client === other?.client && one?.kind === other?.kind;
