import { toWireMarker } from '../classroom/saved-message.js';
import { Refusal } from '../protocol/errors.js';
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

  MarkerTextMessage: forMembers(async ({ classroom, client, lecture, request, storeAndBroadcast }, data) => {
    const { markerId, message: words } = data.markerTextMessage;
    const { marker } = await classroom.access.requireMarker(client, markerId);
    if (marker.lectureId !== lecture.id) {
      throw new Refusal('not-found', 'marker not found in this lecture');
    }
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

  GetMarkers: forMembers(async ({ classroom, lecture }, { videoIndex, before, limit }) => {
    const { items, ...rest } = await classroom.store.markers(lecture.id, videoIndex, { before, limit });
    return { reply: { markers: items.map(toWireMarker), ...rest, status: 200 } };
  }),

  async TimeMarkerClicked({ classroom }, client, { data }) {
    const { marker } = await classroom.access.requireMarker(client, data.markerId);
    return { reply: { markerId: marker.id, markerType: marker.markerType } };
  },
};
