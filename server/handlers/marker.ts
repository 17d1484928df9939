import type { Classroom } from '../classroom/classroom.js';
import { toWireMarker } from '../classroom/saved-message.js';
import { Refusal } from '../protocol/errors.js';
import type { Lecture, Marker } from '../store/store.js';
import type { FamilyRoutes } from './context.js';
import { forMembers } from './lecture-request.js';

/** Questions and discussions that are pinned to a moment of a video (docs/protocol.md#markers). */
export const markerRoutes: FamilyRoutes<'marker'> = {
  CreateMarker: forMembers(async ({ classroom, client, lecture, request, storeAndBroadcast }, data) => {
    classroom.storage.spend(client.account, [], request !== undefined);
    await classroom.saveUser(client);
    const given = { ...data.marker, lectureId: lecture.id, creatorId: client.user.id };
    return storeAndBroadcast((announcement) => classroom.store.createMarker(given, request, announcement));
  }),

  DeleteMarker: forMembers(
    async ({ classroom, client, lecture, member, request, storeAndBroadcast, record }, { markerId }) => {
      const done = request && (await classroom.store.findReply('deleteMarker', request));
      const marker = done ?? (await classroom.store.marker(markerId));
      if (marker?.lectureId !== lecture.id) {
        throw new Refusal('not-found', 'marker not found in this lecture');
      }
      if (marker.creatorId !== client.user.id && member.memberType !== 'instructor') {
        throw new Refusal('forbidden', 'only its creator and the instructor are allowed to delete a marker');
      }
      const outcome = await storeAndBroadcast((announcement) =>
        classroom.store.deleteMarker({ markerId }, request, announcement),
      );
      if (!done && marker.creatorId !== client.user.id) {
        await record('delete-marker', { targetId: marker.creatorId });
      }
      return outcome;
    },
  ),

  SetMarkerAnswered: forMembers(
    async ({ classroom, client, lecture, member, request, storeAndBroadcast }, { markerId, answered }) => {
      const question = await requireQuestion(classroom, lecture, markerId);
      if (question.creatorId !== client.user.id && member.memberType !== 'instructor') {
        throw new Refusal(
          'forbidden',
          'only its creator and the instructor are allowed to mark a question as answered',
        );
      }
      return storeAndBroadcast((announcement) =>
        classroom.store.setMarkerAnswered({ markerId, answered }, request, announcement),
      );
    },
  ),

  VoteMarker: forMembers(async ({ classroom, client, lecture, request }, { markerId, vote }) => {
    await requireQuestion(classroom, lecture, markerId);
    classroom.storage.spend(client.account, [], request !== undefined);
    await classroom.saveUser(client);
    const given = { markerId, userId: client.user.id, vote };
    const { value } = await classroom.store.voteMarker(given, request);
    classroom.votesChanged(lecture, markerId);
    return { reply: { ...value, voted: vote, status: 200 } };
  }),

  MarkerTextMessage: forMembers(async ({ classroom, client, lecture, request, storeAndBroadcast }, data) => {
    const { markerId, message: words } = data.markerTextMessage;
    await requireMarker(classroom, lecture, markerId);
    // The text is stored in two languages.
    classroom.storage.spend(client.account, [words, words], request !== undefined);
    await classroom.saveUser(client);
    const done = request && (await classroom.store.findReply('addMarkerMessage', request));
    const text = done?.text ?? (await classroom.translator.translate(words));
    const given = { markerId, senderId: client.user.id, dateStr: new Date().toISOString(), text };
    return storeAndBroadcast(
      (announcement) => classroom.store.addMarkerMessage(given, request, announcement),
      { markerId },
    );
  }),

  async GetMarkerMessages({ classroom }, client, { data }) {
    const { markerId, before, limit } = data;
    await classroom.access.requireMarker(client, markerId);
    const page = await classroom.store.markerMessages(markerId, { before, limit });
    const { items, ...rest } = classroom.lists.messages(page);
    return { reply: { textMessages: items, ...rest, status: 200 } };
  },

  GetMarkers: forMembers(async ({ classroom, client, lecture }, { videoIndex, before, limit }) => {
    const query = { before, limit, voterId: client.user.id };
    const { items, ...rest } = await classroom.store.markers(lecture.id, videoIndex, query);
    return { reply: { markers: items.map(toWireMarker), ...rest, status: 200 } };
  }),

  async TimeMarkerClicked({ classroom }, client, { data }) {
    const { marker } = await classroom.access.requireMarker(client, data.markerId);
    return { reply: { markerId: marker.id, markerType: marker.markerType } };
  },
};

/** Returns a marker of the lecture. @throws Refusal not-found if the lecture has no such marker */
async function requireMarker({ store }: Classroom, { id }: Lecture, markerId: number): Promise<Marker> {
  const marker = await store.marker(markerId);
  if (marker?.lectureId !== id) throw new Refusal('not-found', 'marker not found in this lecture');
  return marker;
}

/** Returns a question of the lecture. @throws Refusal conflict for a discussion */
async function requireQuestion(classroom: Classroom, lecture: Lecture, markerId: number): Promise<Marker> {
  const marker = await requireMarker(classroom, lecture, markerId);
  if (marker.markerType !== 'Question') {
    throw new Refusal('conflict', 'only questions have votes and are marked as answered');
  }
  return marker;
}
