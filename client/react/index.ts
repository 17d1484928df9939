export type { LectureVoices } from '../session/lecture-voices.js';
export type { MediaState, SelfState } from '../session/media-state.js';
export type { ParticipantState } from '../session/participant-state.js';
export type { RoomSession } from '../session/room-session.js';
export type { RoomSessionOptions, RoomState, RoomText } from '../session/room-session-state.js';
export {
  type LectureView,
  type PlaybackView,
  type UseLectureOptions,
  useLecture,
  usePlayback,
} from './use-lecture.js';
export {
  type Chat,
  type RoomView,
  type UseRoomOptions,
  useChat,
  useParticipants,
  useRoom,
} from './use-room.js';
export { type UseVoicesOptions, useVoices, type VoicesView } from './use-voices.js';
