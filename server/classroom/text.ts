import type { SavedMessage, Translations } from 'lectern-protocol';
import type { Message, MessageText } from '../store/store.js';

/** 200, or 202 where a language has only the original. */
export const statusOf = ({ ko, en }: MessageText): 200 | 202 =>
  ko.status === 200 && en.status === 200 ? 200 : 202;

/** A kept message as it goes out. */
export const savedMessage = ({ messageId, senderId, senderName, dateStr, text }: Message): SavedMessage => ({
  messageId,
  senderId,
  senderName,
  dateStr,
  text: text as Translations,
});
