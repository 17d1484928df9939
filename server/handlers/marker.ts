import type { Marker as WireMarker } from 'lectern-protocol';
import { savedMessage, statusOf } from '../classroom/text.js';
import { Refusal } from '../protocol/errors.js';
import type { Marker } from '../store/store.js';
import type { FamilyRoutes } from './context.js';
import { forMembers } from './lecture-request.js';

const wireMarker = ({ id, markerType, time, videoIndex, creatorId, creatorName }: Marker): WireMarker => ({
  id,
  markerType,
  time,
  videoIndex,
  creatorId,
  creatorName,
});

/** Questions and discussions that are pinned to a moment of a video (docs/protocol.md#markers). */
export const markerRoutes: FamilyRoutes<'marker'> = {
  CreateMarker: forMembers(async ({ classroom, client, lecture, request, announce }, data) => {
    await classroom.saveUser(client);
    const given = { ...data.marker, lectureId: lecture.id, creatorId: client.user.id };
    return announce(async () => {
      const { value, repeated } = await classroom.store.createMarker(given, request);
      return { value: { marker: wireMarker(value), status: 200 }, repeated };
    });
  }),

  DeleteMarker: forMembers(
    async ({ classroom, client, lecture, member, request, announce }, { markerId }) => {
      const done = request && (await classroom.store.findReply('deleteMarker', request));
      const marker = done ?? (await classroom.store.marker(markerId));
      if (marker?.lectureId !== lecture.id) {
        throw new Refusal('not-found', 'there is no such marker in this lecture');
      }
      if (marker.creatorId !== client.user.id && member.memberType !== 'instructor') {
        throw new Refusal('forbidden', 'only its creator and the instructor may delete a marker');
      }
      return announce(async () => {
        const { repeated } = await classroom.store.deleteMarker({ markerId }, request);
        return { value: { markerId, status: 200 }, repeated };
      });
    },
  ),

  MarkerTextMessage: forMembers(async ({ classroom, client, lecture, request, announce }, data) => {
    const { markerId, message: words } = data.markerTextMessage;
    const { marker } = await classroom.rights.marker(client, markerId);
    if (marker.lectureId !== lecture.id) {
      throw new Refusal('not-found', 'there is no such marker in this lecture');
    }
    await classroom.saveUser(client);
    const done = request && (await classroom.store.findReply('addMarkerMessage', request));
    const text = done?.text ?? (await classroom.translator.translate(words));
    const given = { markerId, senderId: client.user.id, dateStr: new Date().toISOString(), text };
    return announce(async () => {
      const { value, repeated } = await classroom.store.addMarkerMessage(given, request);
      const status = statusOf(value.text);
      return { value: { markerId, savedMessage: savedMessage(value), status }, repeated };
    });
  }),

  async GetMarkerMessages({ classroom }, client, { data }) {
    const { markerId, before, limit } = data;
    await classroom.rights.marker(client, markerId);
    const { items, ...rest } = await classroom.store.markerMessages(markerId, { before, limit });
    return { reply: { textMessages: items.map(savedMessage), ...rest, status: 200 } };
  },

  GetMarkers: forMembers(async ({ classroom, lecture }, { videoIndex, before, limit }) => {
    const { items, ...rest } = await classroom.store.markers(lecture.id, videoIndex, { before, limit });
    return { reply: { markers: items.map(wireMarker), ...rest, status: 200 } };
  }),

  async TimeMarkerClicked({ classroom }, client, { data }) {
    const { marker } = await classroom.rights.marker(client, data.markerId);
    return { reply: { markerId: marker.id, markerType: marker.markerType } };
  },
};
