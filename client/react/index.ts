export type { ParticipantState } from '../session/participant-state.js';
export type { RoomSession } from '../session/room-session.js';
export type { RoomSessionOptions, RoomState, RoomText, SelfState } from '../session/room-session-state.js';
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
