import type { Lecture, Marker, SavedMessage } from 'lectern-protocol';
import { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';
import { SteadyRequests } from './steady-requests.js';

/** Largest page that the server returns. */
const PAGE = 200;

/** A language in which texts of a lecture are stored. */
export type TextLanguage = keyof SavedMessage['text'];

/** A question or discussion with the messages of its thread, the oldest first. */
export interface RecordedMarker extends Marker {
  messages: SavedMessage[];
}

/** What was written in a lecture. */
export interface LectureRecord extends Pick<Lecture, 'lectureName' | 'lectureDate'> {
  /** Oldest first. Without private messages, since a record is made to be passed on. */
  chat: SavedMessage[];
  /** In the order of the videos and of the moments in them. */
  markers: RecordedMarker[];
}

export async function readRecord(
  signaler: Signaler,
  named: { classUuid: string; lectureId: number },
): Promise<LectureRecord> {
  const requests = new SteadyRequests(signaler);
  const { classUuid, lectureId } = named;
  const newest = { classUuid, before: lectureId + 1, limit: 1 };
  const lecture = (await requests.request('GetLectures', newest)).data.lectures.at(-1);
  if (lecture?.id !== lectureId) throw new RequestError('not-found', 'the lecture has been deleted');
  const chat = await allPages(async (page) => {
    const { data } = await requests.request('GetLiveChatMessages', { ...named, ...page });
    return { items: data.messages.filter((message) => message.private === undefined), before: data.before };
  });
  const found = await allPages(async (page) => {
    const { data } = await requests.request('GetMarkers', { ...named, ...page });
    return { items: data.markers, before: data.before };
  });
  found.sort((a, b) => a.videoIndex - b.videoIndex || a.time - b.time || a.id - b.id);
  const markers: RecordedMarker[] = [];
  for (const marker of found) {
    try {
      const messages = await allPages(async (page) => {
        const { data } = await requests.request('GetMarkerMessages', { markerId: marker.id, ...page });
        return { items: data.textMessages, before: data.before };
      });
      markers.push({ ...marker, messages });
    } catch (error) {
      const isDeleted = error instanceof RequestError && error.code === 'not-found';
      if (!isDeleted) throw error;
    }
  }
  const { lectureName, lectureDate } = lecture;
  return { lectureName, lectureDate, chat, markers };
}

interface Page<T> {
  items: T[];
  before: number | undefined;
}

/** Requests all pages of a list, beginning with the newest one, and returns the items in their order. */
async function allPages<T>(
  request: (page: { limit: number; before?: number }) => Promise<Page<T>>,
): Promise<T[]> {
  const pages: T[][] = [];
  let before: number | undefined;
  do {
    const page = await request({ limit: PAGE, ...(before !== undefined && { before }) });
    pages.push(page.items);
    before = page.before;
  } while (before !== undefined);
  return pages.reverse().flat();
}
