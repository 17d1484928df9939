import type { Marker as WireMarker } from 'lectern-protocol';
import { lectureRoomId } from '../chat/room-id.js';
import { requestOf } from '../classroom/classroom.js';
import { savedMessage, statusOf } from '../classroom/text.js';
import { Refusal } from '../protocol/errors.js';
import type { Marker } from '../store/store.js';
import type { FamilyRoutes } from './context.js';

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
  async CreateMarker({ classroom }, client, message) {
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    await classroom.saveUser(client);
    const given = { ...message.data.marker, lectureId: lecture.id, creatorId: client.user.id };
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'CreateMarker',
      async () => {
        const { value, repeated } = await classroom.store.createMarker(given, requestOf(client, message));
        return { value: { marker: wireMarker(value), status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  async DeleteMarker({ classroom }, client, message) {
    const { markerId } = message.data;
    const { lecture, member } = await classroom.rights.lectureMember(client, message.data);
    const request = requestOf(client, message);
    const done = request && (await classroom.store.findReply('deleteMarker', request));
    const marker = done ?? (await classroom.store.marker(markerId));
    if (marker?.lectureId !== lecture.id)
      throw new Refusal('not-found', 'there is no such marker in this lecture');
    if (marker.creatorId !== client.user.id && member.memberType !== 'instructor') {
      throw new Refusal('forbidden', 'only its creator and the instructor may delete a marker');
    }
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'DeleteMarker',
      async () => {
        const { repeated } = await classroom.store.deleteMarker({ markerId }, request);
        return { value: { markerId, status: 200 as const }, repeated };
      },
    );
    return undefined;
  },

  async MarkerTextMessage({ classroom }, client, message) {
    const { markerId, message: words } = message.data.markerTextMessage;
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    const { marker } = await classroom.rights.marker(client, markerId);
    if (marker.lectureId !== lecture.id)
      throw new Refusal('not-found', 'there is no such marker in this lecture');
    await classroom.saveUser(client);
    const request = requestOf(client, message);
    const done = request && (await classroom.store.findReply('addMarkerMessage', request));
    const text = done?.text ?? (await classroom.translator.translate(words));
    const given = { markerId, senderId: client.user.id, dateStr: new Date().toISOString(), text };
    await classroom.announcements.announce(
      client,
      message,
      lectureRoomId(lecture.id),
      'MarkerTextMessage',
      async () => {
        const { value, repeated } = await classroom.store.addMarkerMessage(given, request);
        return {
          value: { markerId, savedMessage: savedMessage(value), status: statusOf(value.text) },
          repeated,
        };
      },
    );
    return undefined;
  },

  async GetMarkerMessages({ classroom }, client, message) {
    const { markerId, before, limit } = message.data;
    await classroom.rights.marker(client, markerId);
    const { items, ...rest } = await classroom.store.markerMessages(markerId, { before, limit });
    client.reply(message, 'GetMarkerMessages', {
      textMessages: items.map(savedMessage),
      ...rest,
      status: 200,
    });
    return undefined;
  },

  async GetMarkers({ classroom }, client, message) {
    const { videoIndex, before, limit } = message.data;
    const { lecture } = await classroom.rights.lectureMember(client, message.data);
    const { items, ...rest } = await classroom.store.markers(lecture.id, videoIndex, { before, limit });
    client.reply(message, 'GetMarkers', { markers: items.map(wireMarker), ...rest, status: 200 });
    return undefined;
  },

  async TimeMarkerClicked({ classroom }, client, message) {
    const { marker } = await classroom.rights.marker(client, message.data.markerId);
    client.reply(message, 'TimeMarkerClicked', { markerId: marker.id, markerType: marker.markerType });
    return undefined;
  },
};
