import type { SavedMessage, Translations, Marker as WireMarker } from 'lectern-protocol';
import type { Marker, Message, MessageText } from '../store/store.js';

/** Returns 200, or 202 if one of the languages only has the original text. */
export const translationStatus = ({ ko, en }: MessageText): 200 | 202 =>
  ko.status === 200 && en.status === 200 ? 200 : 202;

/** Converts a stored message to its wire format. */
export const toSavedMessage = ({
  messageId,
  senderId,
  senderName,
  dateStr,
  text,
  audio,
  private: shared,
}: Message): SavedMessage => ({
  messageId,
  senderId,
  senderName,
  dateStr,
  text: text as Translations,
  ...(audio && { audio }),
  ...(shared && { private: { userId: shared.id, userName: shared.name } }),
});

/** Converts a stored marker to its wire format. */
export const toWireMarker = ({
  id,
  markerType,
  time,
  videoIndex,
  creatorId,
  creatorName,
  answered,
  votes,
  voted,
}: Marker): WireMarker => ({
  id,
  markerType,
  time,
  videoIndex,
  creatorId,
  creatorName,
  ...(answered && { answered }),
  ...(votes > 0 && { votes }),
  ...(voted && { voted }),
});
