export type * from 'lectern-protocol';
export { type CloseName, closes, type ErrorCode, errors } from 'lectern-protocol';
export { type AttendanceHeads, attendanceCsv, attendedMs } from './attendance-csv.js';
export type { Clock } from './clock.js';
export { type ClockSource, ClockSync, type ServerClock, type ServerTime } from './clock-sync.js';
export { Emitter } from './emitter.js';
export { Lecture, type LectureEvents, type LectureState, type PageQuery } from './lecture.js';
export { Levels } from './levels.js';
export { Lobby, type LobbyEvents, type LobbyState } from './lobby.js';
export {
  Manager,
  type ManagerEvents,
  type ManagerOptions,
  type Self,
  type Signaling,
  type TextEvent,
} from './manager.js';
export {
  followMicrophones,
  listMicrophones,
  openCamera,
  openMicrophone,
  openScreen,
} from './microphone.js';
export { type Arrived, type Malformed, parseMessage, type Validate } from './parse-message.js';
export type { Participant } from './participant.js';
export { type Correction, PlayerSync, type PlayerSyncEvents, type SyncState } from './player-sync.js';
export { Html5Player } from './players/html5.js';
export type { Player, PlayerEvents, PlayerStatus } from './players/player.js';
export { type YouTubeApi, YouTubePlayer } from './players/youtube.js';
export { PlaylistError, type PlaylistFault, type PlaylistItem, parsePlaylist } from './playlist.js';
export { Programme, type ProgrammeEvents, type ProgrammeState } from './programme.js';
export type { HeldUp, ProgrammeChat } from './programme-chat.js';
export { type ProgrammeReason, ProgrammeRefusal } from './programme-refusal.js';
export type { Quality, QualityScore } from './quality.js';
export { type Backoff, type CloseInfo, closeInfo, mayReconnect } from './reconnect.js';
export { RequestError, type RequestErrorCode } from './request-error.js';
export { roomUrl } from './room-url.js';
export {
  type IdentityStore,
  type LoginRefusal,
  type RequestOptions,
  Signaler,
  type SignalerEvents,
  type SignalerOptions,
  type SignalerState,
} from './signaler.js';
export type { SignalMessage } from './signals.js';
export type {
  LocalMedia,
  MediaKind,
  Transport,
  TransportEvents,
  TransportFactory,
  TransportOptions,
} from './transport.js';
export { MediaTrouble, type MediaTroubleReason, type Trouble, type TroubleReason } from './trouble.js';
export {
  type Remote,
  VideoPeer,
  type VideoPeerEvents,
  type VideoPeerOptions,
  type VideoPeerState,
} from './video-peer.js';
export type { WebSocketConstructor, WebSocketLike } from './websocket.js';

/*
 * Names of the DOM in the types of this library, so that they also compile without TypeScript's `dom` lib, as in a
 * program for Node. There, these types are opaque; with the lib, they are the DOM's own.
 */
declare global {
  interface AbortSignal {}
  interface HTMLMediaElement {}
  interface MediaDeviceInfo {}
  interface MediaStream {}
  interface RTCIceServer {}
  interface RTCStatsReport {}
  interface URL {}
}
