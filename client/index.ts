export type * from 'lectern-protocol';
export { type CloseName, closes, defineFamily, type ErrorCode, errors } from 'lectern-protocol';
export { absentMembers } from './absent-members.js';
export { type AttendanceHeads, attendanceCsv, attendedMs } from './attendance-csv.js';
export { Browsers } from './browsers.js';
export { ClassFeed } from './class-feed.js';
export type { Clock } from './clock.js';
export { Emitter } from './emitter.js';
export { type FamilyAnswer, type FamilyArrival, FamilyClient } from './family-client.js';
export { formatDuration } from './format-duration.js';
export type { IdentityStore } from './handshake.js';
export { Lecture } from './lecture.js';
export { type LectureCsvHeads, lectureCsv } from './lecture-csv.js';
export { type LectureMarkdownWords, lectureMarkdown } from './lecture-markdown.js';
export type { LectureRecord, RecordedMarker, TextLanguage } from './lecture-record.js';
export type { PageQuery } from './lecture-requests.js';
export type { LectureEvents, LectureState } from './lecture-state.js';
export { Lobby } from './lobby.js';
export type { LobbyEvents, LobbyState } from './lobby-state.js';
export type { Self } from './local-participant.js';
export { Manager } from './manager.js';
export type { ManagerEvents, StoppedEvent, TextEvent } from './manager-events.js';
export type { ManagerOptions } from './manager-options.js';
export {
  followMicrophones,
  listMicrophones,
  openCamera,
  openMicrophone,
  openScreen,
} from './media-devices.js';
export { type MalformedFrame, type ParsedFrame, parseMessage, type Validate } from './parse-message.js';
export type { Participant } from './participant.js';
export type { Quality, QualityScore } from './peer/quality.js';
export type { RemoteMedia } from './peer/remote-media.js';
export type { SignalMessage } from './peer/signals.js';
export type {
  LocalMedia,
  MediaKind,
  Transport,
  TransportEvents,
  TransportFactory,
  TransportOptions,
} from './peer/transport.js';
export {
  VideoPeer,
  type VideoPeerEvents,
  type VideoPeerState,
} from './peer/video-peer.js';
export type { VideoPeerOptions } from './peer/video-peer-options.js';
export { type ClockSource, ClockSync, type ServerClock, type ServerTime } from './playback/clock-sync.js';
export {
  type Correction,
  PlayerSync,
  type PlayerSyncEvents,
  type SyncState,
} from './playback/player-sync.js';
export { Html5Player } from './playback/players/html5.js';
export type { Player, PlayerEvents, PlayerStatus } from './playback/players/player.js';
export { type YouTubeApi, YouTubePlayer } from './playback/players/youtube.js';
export {
  PlaylistError,
  type PlaylistFault,
  type PlaylistItem,
  parsePlaylist,
  splitPlaylist,
} from './playback/playlist.js';
export { Programme } from './programme.js';
export type { ProgrammeChat, RunningAggro } from './programme-chat.js';
export { type ProgrammeReason, ProgrammeRefusal } from './programme-refusal.js';
export type { ProgrammeEvents, ProgrammeState } from './programme-state.js';
export { type Backoff, type CloseInfo, closeInfo, mayReconnect } from './reconnect.js';
export { RequestError, type RequestErrorCode } from './request-error.js';
export { isRoomId } from './room-id.js';
export type { RoomModeration } from './room-moderation.js';
export { roomUrl } from './room-url.js';
export type { ConnectionProblem, ConnectionState } from './session/connection-state.js';
export {
  LectureSession,
  type LectureSessionOptions,
  type LectureSessionState,
  type PlaybackState,
} from './session/lecture-session.js';
export { LectureVoices, type LectureVoicesOptions } from './session/lecture-voices.js';
export type { MediaState, SelfState } from './session/media-state.js';
export type { DeviceState } from './session/own-device.js';
export type { ParticipantState } from './session/participant-state.js';
export { RoomSession } from './session/room-session.js';
export type { RoomSessionOptions, RoomState, RoomText } from './session/room-session-state.js';
export { Store } from './session/store.js';
export { Signaler, type SignalerEvents } from './signaler.js';
export type { RequestOptions, SignalerOptions } from './signaler-options.js';
export type { LoginRefusal, SignalerState } from './signaler-state.js';
export type { Signaling } from './signaling.js';
export { SpeakingLevels } from './speaking-levels.js';
export { MediaTrouble, type MediaTroubleReason, type Trouble, type TroubleReason } from './trouble.js';
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
