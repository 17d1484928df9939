// Generated from schemas/ by `npm run generate`. Do not edit.
import type { ErrorCode } from './codes.js';

export type ClassUuid = string
export type MemberType = ("instructor" | "student")
/**
 * No payload. Older clients write null or an empty string where there is none.
 */
export type None = null | ''
/**
 * A user's id in the database: what the login's token, or the guest identity, says.
 */
export type UserId = string
/**
 * The name that others see: 1 to 64 characters, at least one of them not white space.
 */
export type Username = string
/**
 * A client's id, given by the server.
 */
export type ClientId = string
/**
 * A room's id: 1 to 64 letters, digits or `_ . ~ -` of any script, the first a letter or a digit.
 */
export type RoomId = string
/**
 * Any JSON value.
 */
export type Anything = unknown
export type GetRoomInfo = { room_id?: string } | null | ''
/**
 * @maxItems 100000
 */
export type RoomMembers = RoomMember[]
/**
 * @maxItems 16
 */
export type IceServers = IceServer[]
export type Offer = { type: 'offer'; sdp: string; attempt?: number } | string
export type Answer = { type: 'answer'; sdp: string; attempt?: number } | string
/**
 * Which attempt at a peer connection the signal belongs to, counted by the offering side from 1. The receiver drops signals of an attempt that is over. Clients that make one attempt leave it out.
 */
export type Attempt = number
export type Greeting = string
/**
 * Nothing, a word, or ms since 1970.
 */
export type Bye = (null | string | number)
/**
 * What a room of a namespace is called: any text of 1 to 64 characters.
 */
export type NamespaceRoom = string
export type LectureId = number
/**
 * Which video of the playlist, from 0.
 */
export type VideoIdx = number
/**
 * Raised hands, the first first.
 * 
 * @maxItems 100000
 */
export type Hands = Member[]
export type MessageId = number
/**
 * 200, or why not: 202 done in part, 400 bad data, 401 login required, 403 forbidden, 404 not found, 409 conflict, 429 too many, 503 unavailable.
 */
export type Status = (200 | 202 | 400 | 401 | 403 | 404 | 409 | 429 | 503)
/**
 * @maxItems 100000
 */
export type LobbyPeers = ClientId[]
export type LobbySignal = { to: string; [member: string]: unknown }
export type LobbySignalFrom = { to: string; from: string; [member: string]: unknown }
export type Seconds = number
export type MarkerId = number
export type MarkerType = ("Question" | "Discussion")
/**
 * A chat room's id, made by the server.
 */
export type ChatRoomId = string
/**
 * @maxItems 10000
 */
export type ProgrammeRooms = ProgrammeRoom[]
/**
 * @maxItems 10000
 */
export type ProgrammeUsers = ProgrammeUser[]
/**
 * TOO_MANY: the programme has as many rooms as it may have.
 */
export type CreateRoomError = "TOO_MANY"
/**
 * FULL: as many as may be are there. UNKNOWN: there is no such room. ALREADY_IN: this client is in it.
 */
export type JoinRoomError = ("FULL" | "UNKNOWN" | "ALREADY_IN")
/**
 * Of a message held up before a room.
 */
export type AggroUID = string
/**
 * Why a message is not held up, or a push does not count. AGGRO_RUNNING: another is held up in this room. AGGRO_PAUSE: the user had one held up in this room a short time ago. AGGRO_ENDED: it is over.
 */
export type AggroError = ("AGGRO_RUNNING" | "AGGRO_PAUSE" | "AGGRO_ENDED")
/**
 * What the room is called, for people; may be empty.
 */
export type RoomTitle = string
/**
 * Whether the room is in the list that everybody can ask for.
 */
export type RoomPublic = boolean
/**
 * Whoever enters has to give it, but for the room's owner; 4 to 256 characters.
 */
export type RoomPassword = string
/**
 * How many clients may be in the room at a time.
 */
export type RoomMax = number
/**
 * Who may speak: `everyone`, or the `presenters`: those whose token says so and the room's owner. Where the server runs open, the owner alone.
 */
export type RoomSpeech = ("everyone" | "presenters")
export type GetRooms = { before?: number; limit?: number } | null | ''
/**
 * Whether the client may come back after its connection is lost; `keepTime` is for how many seconds at most its place is kept, 0 for none. Absent: as long as the server allows.
 */
export type Reconnection = (boolean | {
keepTime?: number
})
/**
 * What somebody is in the room: `presenter`s send and hear, `viewer`s hear.
 */
export type Role = ("presenter" | "viewer")
/**
 * Base64 of `{participantId, ticketId, notBefore, notAfter, signature}`: redeemed once, by relogin. Times are ms since 1970.
 */
export type ReconnectionTicket = string
export type Relogin = (ReconnectionTicket | ReloginData)
export type ParticipantChange = (ParticipantJoined | ParticipantLeft)
/**
 * Of what is triggered, such as a running programme: 1 to 64 characters.
 */
export type TriggerId = string

export interface Payloads {
"client CreateClass": CreateClass
"server CreateClass": (CreatedClass | Refused)
"client EnrollClass": EnrollClass
"server EnrollClass": (EnrolledClass | Refused)
"client GetClasses": None
"server GetClasses": (Classes | Refused)
"client JoinClass": JoinClass
"server JoinClass": (JoinedClass | Refused)
"client GetClassMembers": GetClassMembers
"server GetClassMembers": (ClassMembers | Refused)
"server welcome": Welcome
"client ping": Anything
"client pong": Anything
"server accepted": Accepted
"client text": Text
"server event": RoomEvent
"client get-room-info": GetRoomInfo
"server room-info": RoomInfo
"server client-joined": ClientJoined
"server client-updated": ClientUpdated
"server client-left": ClientLeft
"client profile": Profile
"client get-ice-servers": None
"server ice-servers": IceServers
"client offer": Offer
"client answer": Answer
"client icecandidate": IceCandidate
"client renegotiate": Renegotiate
"client greeting": Greeting
"client bye": Bye
"server error": ErrorData
"client /layout JOIN": LayoutJoin
"server /layout JOIN": Done
"client /layout LEAVE": LayoutLeave
"server /layout LEAVE": Done
"client /layout NOTIFY": LayoutNotify
"server /layout EVENT": LayoutEvent
"client /layout CLIENTS": LayoutGetClients
"server /layout CLIENTS": LayoutClients
"client /bus JOIN": LayoutJoin
"server /bus JOIN": Done
"client /bus LEAVE": LayoutLeave
"server /bus LEAVE": Done
"client /bus NOTIFY": LayoutNotify
"server /bus EVENT": LayoutEvent
"client /bus CLIENTS": LayoutGetClients
"server /bus CLIENTS": LayoutClients
"client GetLectures": GetLectures
"server GetLectures": (Lectures | Refused)
"client CreateLecture": CreateLecture
"server CreateLecture": (CreatedLecture | Refused)
"client JoinLecture": JoinLecture
"server JoinLecture": (JoinedLecture | Refused)
"client ExitLecture": ExitLecture
"server ExitLecture": Refused
"client GetActiveLectureMember": GetActiveLectureMember
"server GetActiveLectureMember": (ActiveLectureMembers | Refused)
"client SetLectureLiveStatus": SetLectureLiveStatus
"server SetLectureLiveStatus": (LectureLiveStatus | Refused)
"client RaiseHand": RaiseHand
"server RaiseHand": (RaisedHands | Refused)
"client LowerHand": LowerHand
"server LowerHand": (LoweredHand | Refused)
"client LowerAllHands": LowerAllHands
"server LowerAllHands": (LoweredHands | Refused)
"client SetSpeechMode": SetSpeechMode
"server SetSpeechMode": (SpeechMode | Refused)
"client GrantSpeech": GrantSpeech
"server GrantSpeech": (GrantedSpeech | Refused)
"client RevokeSpeech": RevokeSpeech
"server RevokeSpeech": (RevokedSpeech | Refused)
"client DropParticipant": DropParticipant
"server DropParticipant": (DroppedParticipant | Refused)
"client GetAttendance": GetAttendance
"server GetAttendance": (Attendances | Refused)
"client LiveChatTextMessage": LiveChatTextMessage
"server LiveChatTextMessage": (LiveChatText | Refused)
"client GetLiveChatMessages": GetLiveChatMessages
"server GetLiveChatMessages": (LiveChatMessages | Refused)
"client LiveChatAudioMessage": LiveChatAudioMessage
"server LiveChatAudioMessage": (LiveChatAudio | Refused)
"client /lobby JOIN": NamespaceRoom
"server /lobby JOIN": Done
"server /lobby PEERS": LobbyPeers
"server /lobby JOINED": ClientId
"client /lobby LEAVE": NamespaceRoom
"server /lobby LEAVE": Done
"server /lobby LEFT": ClientId
"client /lobby BROADCAST": LobbyBroadcast
"server /lobby MESSAGE": LobbyMessage
"client /lobby RTCSIGNAL": LobbySignal
"server /lobby RTCSIGNAL": LobbySignalFrom
"client CreateMarker": CreateMarker
"server CreateMarker": (CreatedMarker | Refused)
"client DeleteMarker": DeleteMarker
"server DeleteMarker": (DeletedMarker | Refused)
"client MarkerTextMessage": MarkerTextMessage
"server MarkerTextMessage": (MarkerText | Refused)
"client GetMarkerMessages": GetMarkerMessages
"server GetMarkerMessages": (MarkerMessages | Refused)
"client GetMarkers": GetMarkers
"server GetMarkers": (Markers | Refused)
"client TimeMarkerClicked": TimeMarkerClicked
"server TimeMarkerClicked": (ClickedTimeMarker | Refused)
"client InstructorTimeChange": InstructorTimeChange
"server InstructorTimeChange": (InstructorTimeChanged | Refused)
"client InstructorPlay": InstructorPlay
"server InstructorPlay": (InstructorPlayed | Refused)
"client InstructorPause": InstructorPause
"server InstructorPause": (InstructorPaused | Refused)
"client SelectVideo": SelectVideo
"server SelectVideo": (SelectedVideo | Refused)
"client SyncClock": SyncClock
"server SyncClock": (SyncedClock | Refused)
"client /programme enter": None
"client /programme loadRooms": None
"server /programme loadRooms": ProgrammeRooms
"client /programme loadUsers": LoadUsers
"server /programme loadUsers": ProgrammeUsers
"client /programme createRoom": CreateChatRoom
"server /programme createRoomReq": CreateRoomReq
"client /programme joinRoom": JoinChatRoom
"server /programme joinRoom": ProgrammeUser
"server /programme joinRoomReq": JoinRoomReq
"client /programme leaveRoom": LeaveChatRoom
"server /programme leaveRoom": ProgrammeUser
"server /programme addRoom": ProgrammeRoom
"server /programme count": ChatRoomCount
"server /programme deleteRoom": DeletedChatRoom
"client /programme chat": ProgrammeChat
"server /programme chat": ProgrammeChatted
"server /programme aggro": Aggro
"server /programme aggroErr": AggroError
"server /programme aggroPause": AggroPause
"server /programme stopAggro": AggroUID
"client /programme aggroUp": AggroUp
"client /programme aggroDown": AggroDown
"server /programme aggroPoint": AggroPoint
"client create-room": CreateRoom
"server create-room": CreatedRoom
"client get-rooms": GetRooms
"server get-rooms": Rooms
"client update-room": UpdateRoom
"server update-room": UpdatedRoom
"client delete-room": DeleteRoom
"server delete-room": DeletedRoom
"server room-settings": Room
"client login": Login
"server login": (LoggedIn | Denied)
"client relogin": Relogin
"server relogin": (ReloggedIn | Denied)
"client refreshReconnectionTicket": None
"server refreshReconnectionTicket": (RefreshedTicket | Denied)
"client logout": None
"server logout": (LoggedOut | Denied)
"client ack": Ack
"server drop": Drop
"server participant": ParticipantChange
"client /trigger JOIN": TriggerId
"server /trigger JOIN": Done
"client /trigger LEAVE": TriggerId
"server /trigger LEAVE": Done
"client /trigger BROADCAST_EVENTS": TriggerBroadcastEvents
"server /trigger EVENTS": Anything
"client /trigger BROADCAST_UPDATES": TriggerBroadcastUpdates
"server /trigger UPDATES": Anything
"client /trigger BROADCAST_STATUS": TriggerBroadcastStatus
"server /trigger STATUS": Anything
}
export interface CreateClass {
title: string
subtitle?: string
}
export interface CreatedClass {
class: Class
status: 200
}
export interface Class {
uuid: ClassUuid
title: string
subtitle: string
memberType: MemberType
}
/**
 * A refused request, under the request's own type.
 */
export interface Refused {
/**
 * Why, for a person.
 */
message: string
status: (400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503)
/**
 * With 400: JSON Pointer of the first offending value in `data`.
 */
pointer?: string
/**
 * With 400: what should be there.
 */
expected?: string
/**
 * With 429: when to try again.
 */
retry_after_ms?: number
}
export interface EnrollClass {
classUuid: ClassUuid
}
export interface EnrolledClass {
class: Class
status: 200
}
export interface Classes {
/**
 * @maxItems 10000
 */
classes: Class[]
status: 200
}
export interface JoinClass {
classUuid: ClassUuid
}
export interface JoinedClass {
classUuid: ClassUuid
instructor: Member
status: 200
}
export interface Member {
userId: UserId
userName: Username
memberType: MemberType
/**
 * Has a connection in the class room (of a lecture: in the lecture room).
 */
connected: boolean
}
export interface GetClassMembers {
classUuid: ClassUuid
}
export interface ClassMembers {
/**
 * @maxItems 100000
 */
members: Member[]
status: 200
}
export interface Welcome {
id: ClientId
room_id?: RoomId
user?: WelcomeUser
/**
 * A new guest's identity, for clients that speak the subprotocol `lectern`: kept and shown at the next connection (as the subprotocol `lectern.token.<token>`), it makes them the same user again.
 */
token?: string
/**
 * Whether the client must log in before it does anything else; one that said so by `?login=1` must, too.
 */
login?: ("optional" | "required")
/**
 * The protocol's version.
 */
protocol: "1.0"
/**
 * The server pings this often.
 */
heartbeat_ms: number
limits: Limits
}
/**
 * Whose client it is, as the shown identity says, or a new guest.
 */
export interface WelcomeUser {
id: UserId
name: Username
photo?: string
}
/**
 * The limits in force for this connection.
 */
export interface Limits {
/**
 * One message, where its type sets no other limit; past it `too-large`.
 */
message_bytes: number
/**
 * Any message; past it the connection is closed with 1009.
 */
connection_bytes: number
/**
 * How deep JSON may nest.
 */
depth: number
rates: Rates
}
/**
 * Messages of each class: `per_second` sustained, `burst` at once.
 */
export interface Rates {
signaling: Rate
chat: Rate
other: Rate
}
export interface Rate {
per_second: number
burst: number
}
export interface Accepted {
/**
 * The accepted type.
 */
of: string
seq?: number
}
export interface Text {
from: string
/**
 * An ISO 8601 string, or ms since 1970.
 */
time: (string | number)
text: string
}
export interface RoomEvent {
/**
 * What it is, for who knows.
 */
name: string
/**
 * As it was given; absent where nothing was.
 */
data?: Anything
}
export interface RoomInfo {
room_id: RoomId
clients: RoomMembers
}
export interface RoomMember {
id: ClientId
username: Username
/**
 * Whose client it is: the user's id, where that is another than the client's. The server's word, unlike the name.
 */
user?: string
/**
 * What it is in this room; a presenter where it is left out.
 */
role?: "viewer"
}
export interface ClientJoined {
room_id: RoomId
clients: RoomMembers
}
export interface ClientUpdated {
room_id: RoomId
clients: RoomMembers
}
export interface ClientLeft {
room_id: RoomId
/**
 * @maxItems 100000
 */
ids: ClientId[]
}
export interface Profile {
username: Username
}
export interface IceServer {
/**
 * @minItems 1
 * @maxItems 16
 */
urls: string[]
username?: string
credential?: string
}
export interface IceCandidate {
candidate: string
sdpMid?: (string | null)
sdpMLineIndex?: (number | null)
usernameFragment?: (string | null)
attempt?: Attempt
}
export interface Renegotiate {
reason: ("tracks" | "restart")
kind?: ("audio" | "video")
attempt?: Attempt
}
export interface ErrorData {
/**
 * One of the table of error codes.
 */
code: ErrorCode
/**
 * The same for a person.
 */
message: string
/**
 * The refused type, where it could be read.
 */
of?: string
/**
 * JSON Pointer of the first offending value in `data`: with bad-data, and with forbidden where a password is wanted (`/password`).
 */
pointer?: string
/**
 * With `pointer`: what should be there.
 */
expected?: string
/**
 * With rate-limited: when to try again.
 */
retry_after_ms?: number
}
export interface LayoutJoin {
room: NamespaceRoom
/**
 * What the others are told of who notifies them.
 */
name: string
}
/**
 * It is done; said to who sent an `id` with the request.
 */
export interface Done {
ok: true
}
export interface LayoutLeave {
room: NamespaceRoom
}
export interface LayoutNotify {
room: NamespaceRoom
message: Anything
}
export interface LayoutEvent {
/**
 * The name of who notified, in the room; `POST` where it came by HTTP.
 */
sender: string
room: NamespaceRoom
/**
 * As it was given.
 */
message: Anything
}
export interface LayoutGetClients {
room: NamespaceRoom
}
export interface LayoutClients {
room: NamespaceRoom
/**
 * The names of all in the room, in the order of their coming.
 * 
 * @maxItems 100000
 */
clients: string[]
}
export interface GetLectures {
classUuid: ClassUuid
}
export interface Lectures {
/**
 * @maxItems 10000
 */
lectures: Lecture[]
status: 200
}
export interface Lecture {
id: LectureId
classUuid: ClassUuid
lectureDate: string
lectureName: string
/**
 * YouTube playlist or video URLs or ids, or URLs of videos, separated by commas or line breaks; a URL can contain commas.
 */
playlist: string
isLive: boolean
videoIdx: VideoIdx
/**
 * @maxItems 100000
 */
participants: Member[]
}
export interface CreateLecture {
classUuid: ClassUuid
/**
 * A day, `2026-11-21`, or a moment, ISO 8601.
 */
lectureDate: string
lectureName: string
/**
 * YouTube playlist or video URLs or ids, or URLs of videos, separated by commas or line breaks; a URL can contain commas.
 */
playlist: string
}
export interface CreatedLecture {
lecture: Lecture
status: 200
}
export interface JoinLecture {
classUuid: ClassUuid
lectureId: LectureId
}
export interface JoinedLecture {
user: Member
lecture: Lecture
playback: Playback
hands: Hands
speech: Speech
/**
 * Who translates chat and markers, such as `papago`; absent where nobody does.
 */
translator?: string
status: 200
}
export interface Playback {
videoIdx: VideoIdx
/**
 * Seconds into the video at `at`.
 */
position: number
/**
 * Speed, 1 being normal.
 */
rate: number
playing: boolean
/**
 * The server's monotonic clock, in ms; a client knows it by SyncClock.
 */
at: number
}
/**
 * Who may speak in a lecture.
 */
export interface Speech {
/**
 * `everyone` may speak, or `instructor`: the instructor and whoever has a grant.
 */
mode: ("everyone" | "instructor")
/**
 * @maxItems 100000
 */
granted: UserId[]
}
export interface ExitLecture {
classUuid: ClassUuid
lectureId: LectureId
}
export interface GetActiveLectureMember {
classUuid: ClassUuid
lectureId: LectureId
}
export interface ActiveLectureMembers {
/**
 * @maxItems 100000
 */
members: Member[]
status: 200
}
export interface SetLectureLiveStatus {
classUuid: ClassUuid
lectureId: LectureId
status: boolean
}
export interface LectureLiveStatus {
liveStatus: boolean
status: 200
}
export interface RaiseHand {
classUuid: ClassUuid
lectureId: LectureId
}
export interface RaisedHands {
hands: Hands
status: 200
}
export interface LowerHand {
classUuid: ClassUuid
lectureId: LectureId
userId?: UserId
}
export interface LoweredHand {
hands: Hands
status: 200
}
export interface LowerAllHands {
classUuid: ClassUuid
lectureId: LectureId
}
export interface LoweredHands {
hands: Hands
status: 200
}
export interface SetSpeechMode {
classUuid: ClassUuid
lectureId: LectureId
mode: ("everyone" | "instructor")
}
export interface SpeechMode {
speech: Speech
status: 200
}
export interface GrantSpeech {
classUuid: ClassUuid
lectureId: LectureId
userId: UserId
}
export interface GrantedSpeech {
speech: Speech
hands: Hands
status: 200
}
export interface RevokeSpeech {
classUuid: ClassUuid
lectureId: LectureId
userId: UserId
}
export interface RevokedSpeech {
speech: Speech
status: 200
}
export interface DropParticipant {
classUuid: ClassUuid
lectureId: LectureId
userId: UserId
}
export interface DroppedParticipant {
classUuid: ClassUuid
lectureId: LectureId
userId: UserId
status: 200
}
export interface GetAttendance {
classUuid: ClassUuid
lectureId: LectureId
}
export interface Attendances {
/**
 * @maxItems 100000
 */
attendance: Attendance[]
status: 200
}
export interface Attendance {
userId: UserId
userName: Username
/**
 * ISO 8601.
 */
from: string
/**
 * ISO 8601; absent while still there.
 */
to?: string
}
export interface LiveChatTextMessage {
classUuid: ClassUuid
lectureId: LectureId
text: string
}
export interface LiveChatText {
message: SavedMessage
status: Status
}
export interface SavedMessage {
/**
 * When it was written, ISO 8601.
 */
dateStr: string
text: Translations
senderName: Username
senderId: UserId
messageId: MessageId
}
export interface Translations {
ko: Translation
en: Translation
}
export interface Translation {
result: string
/**
 * 200, or 202 where it is the original because the translation failed.
 */
status: (200 | 202)
}
export interface GetLiveChatMessages {
classUuid: ClassUuid
lectureId: LectureId
/**
 * The `before` of the page that came last; without it the newest page is meant.
 */
before?: number
/**
 * Default 50.
 */
limit?: number
}
export interface LiveChatMessages {
/**
 * @maxItems 200
 */
messages: SavedMessage[]
/**
 * Asks for the page before this one; absent where there is none.
 */
before?: number
status: 200
}
export interface LiveChatAudioMessage {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Base64 (RFC 4648).
 */
arrayBuffer: string
}
export interface LiveChatAudio {
senderId: UserId
arrayBuffer: string
}
export interface LobbyBroadcast {
message: Anything
}
export interface LobbyMessage {
from: ClientId
/**
 * As it was given.
 */
message: Anything
}
export interface CreateMarker {
classUuid: ClassUuid
lectureId: LectureId
marker: NewMarker
}
export interface NewMarker {
markerType: ("Question" | "Discussion")
videoIndex: VideoIdx
time: Seconds
}
export interface CreatedMarker {
marker: Marker
status: 200
}
export interface Marker {
id: MarkerId
markerType: MarkerType
time: Seconds
videoIndex: VideoIdx
creatorId: UserId
creatorName: Username
}
export interface DeleteMarker {
classUuid: ClassUuid
lectureId: LectureId
markerId: MarkerId
}
export interface DeletedMarker {
markerId: MarkerId
status: 200
}
export interface MarkerTextMessage {
classUuid: ClassUuid
lectureId: LectureId
markerTextMessage: NewMarkerText
}
export interface NewMarkerText {
markerId: MarkerId
message: string
}
export interface MarkerText {
markerId: MarkerId
savedMessage: SavedMessage
status: Status
}
export interface GetMarkerMessages {
markerId: MarkerId
/**
 * The `before` of the page that came last; without it the newest page is meant.
 */
before?: number
/**
 * Default 50.
 */
limit?: number
}
export interface MarkerMessages {
/**
 * @maxItems 200
 */
textMessages: SavedMessage[]
/**
 * Asks for the page before this one; absent where there is none.
 */
before?: number
status: 200
}
export interface GetMarkers {
classUuid: ClassUuid
lectureId: LectureId
videoIndex: VideoIdx
/**
 * The `before` of the page that came last; without it the newest page is meant.
 */
before?: number
/**
 * Default 50.
 */
limit?: number
}
export interface Markers {
/**
 * @maxItems 200
 */
markers: Marker[]
/**
 * Asks for the page before this one; absent where there is none.
 */
before?: number
status: 200
}
export interface TimeMarkerClicked {
markerId: MarkerId
markerType: ("Question" | "Discussion")
}
export interface ClickedTimeMarker {
markerId: MarkerId
markerType: ("Question" | "Discussion")
}
export interface InstructorTimeChange {
classUuid: ClassUuid
lectureId: LectureId
newtime: Seconds
/**
 * Speed from now on, 1 being normal; left out it stays.
 */
rate?: number
}
export interface InstructorTimeChanged {
newtime: Seconds
playback: Playback
}
export interface InstructorPlay {
classUuid: ClassUuid
lectureId: LectureId
}
export interface InstructorPlayed {
playback: Playback
}
export interface InstructorPause {
classUuid: ClassUuid
lectureId: LectureId
}
export interface InstructorPaused {
playback: Playback
}
export interface SelectVideo {
classUuid: ClassUuid
lectureId: LectureId
selectedVideoIdx: VideoIdx
}
export interface SelectedVideo {
selectedVideoIdx: VideoIdx
playback: Playback
status: 200
}
export interface SyncClock {
/**
 * The client's monotonic clock when it asks, in ms.
 */
t0: number
}
export interface SyncedClock {
t0: number
/**
 * The server's monotonic clock when the question came, in ms.
 */
t1: number
/**
 * The same when the answer left.
 */
t2: number
}
export interface ProgrammeRoom {
roomId: ChatRoomId
/**
 * 1 to 100 characters, at least one of them not white space.
 */
title: string
/**
 * How many may be in the room at once.
 */
max: number
/**
 * How many are in the room.
 */
count: number
}
export interface LoadUsers {
roomId: ChatRoomId
}
export interface ProgrammeUser {
/**
 * The user's id, as the login says.
 */
userUID: string
/**
 * The name that others see.
 */
displayName: string
/**
 * Of the user's photo, where the login names one.
 */
photoURL?: string
/**
 * The client, to which signals go.
 */
id: ClientId
}
export interface CreateChatRoom {
/**
 * 1 to 100 characters, at least one of them not white space.
 */
title: string
/**
 * How many may be in the room at once.
 */
max: number
}
export interface CreateRoomReq {
result: boolean
roomId?: ChatRoomId
err?: CreateRoomError
}
export interface JoinChatRoom {
roomId: ChatRoomId
}
export interface JoinRoomReq {
result: boolean
err?: JoinRoomError
}
export interface LeaveChatRoom {
roomId: ChatRoomId
}
export interface ChatRoomCount {
roomId: ChatRoomId
/**
 * How many are in the room.
 */
count: number
}
export interface DeletedChatRoom {
roomId: ChatRoomId
}
export interface ProgrammeChat {
roomId: ChatRoomId
/**
 * 1 to 4096 characters.
 */
msg: string
type: ("chat" | "aggro")
/**
 * Title of the broadcast, passed on.
 */
titleBroad?: string
}
export interface ProgrammeChatted {
/**
 * The name that others see.
 */
displayName: string
/**
 * 1 to 4096 characters.
 */
msg: string
roomId: ChatRoomId
type: "chat"
/**
 * The user's id, as the login says.
 */
userUID: string
/**
 * Title of the broadcast, passed on.
 */
titleBroad?: string
}
export interface Aggro {
/**
 * The name that others see.
 */
displayName: string
/**
 * 1 to 4096 characters.
 */
msg: string
roomId: ChatRoomId
type: "aggro"
/**
 * The user's id, as the login says.
 */
userUID: string
aggroUID: AggroUID
/**
 * Of the user's photo, where the login names one.
 */
photoURL?: string
/**
 * Title of the broadcast, passed on.
 */
titleBroad?: string
/**
 * What the held-up message has: what it began with, and one for each user who pushed it up, less one for each who pushed it down.
 */
point: number
/**
 * For how long it stays, unless its points fall to zero.
 */
ms: number
}
export interface AggroPause {
roomId: ChatRoomId
/**
 * What is left of the pause.
 */
ms: number
}
export interface AggroUp {
aggroUID: AggroUID
}
export interface AggroDown {
aggroUID: AggroUID
}
export interface AggroPoint {
aggroUID: AggroUID
/**
 * What the held-up message has: what it began with, and one for each user who pushed it up, less one for each who pushed it down.
 */
point: number
}
export interface CreateRoom {
/**
 * Without it the server makes one up.
 */
room_id?: RoomId
title?: RoomTitle
public?: RoomPublic
password?: RoomPassword
max?: RoomMax
speech?: RoomSpeech
}
/**
 * The room with its settings.
 */
export interface CreatedRoom {
room: Room
}
/**
 * The settings of a room.
 */
export interface Room {
room_id: RoomId
title: RoomTitle
public: RoomPublic
/**
 * Has a password.
 */
locked: boolean
speech: RoomSpeech
max?: RoomMax
/**
 * How many clients are in it.
 */
count?: number
/**
 * True for the room's owner.
 */
own?: boolean
}
export interface Rooms {
/**
 * @maxItems 200
 */
rooms: Room[]
/**
 * Asks for older ones; absent where there are none.
 */
before?: number
}
export interface UpdateRoom {
room_id: RoomId
title?: RoomTitle
public?: RoomPublic
/**
 * Another password, or null for none.
 */
password?: (RoomPassword | null)
/**
 * Another limit, or null for none.
 */
max?: (RoomMax | null)
speech?: RoomSpeech
}
/**
 * The room with its settings.
 */
export interface UpdatedRoom {
room: Room
}
export interface DeleteRoom {
room_id: RoomId
}
export interface DeletedRoom {
room_id: RoomId
}
export interface Login {
/**
 * A JSON Web Token (see docs/sessions.md).
 */
token?: string
userAgent?: UserAgent
/**
 * `1.0`, `1.1` or `1.2`; absent for older clients. A client of 1.2 acknowledges what it gets (`ack`), and gets missed messages within the answer to its relogin.
 */
protocol?: string
reconnection?: Reconnection
/**
 * Of a room that has one.
 */
password?: string
}
/**
 * What program it is; `sdk` names the library.
 */
export interface UserAgent {
sdk?: Sdk
[k: string]: unknown
}
export interface Sdk {
type?: string
version?: string
[k: string]: unknown
}
/**
 * The client is in.
 */
export interface LoggedIn {
status: "ok"
data: LoginData
}
export interface LoginData {
id: ClientId
/**
 * The user's id.
 */
user: UserId
name?: Username
role: Role
permission: Permission
room?: LoginRoom
reconnectionTicket?: ReconnectionTicket
/**
 * Seconds for which its place is kept after the connection is lost.
 */
reconnectionTimeout?: number
}
export interface Permission {
publish: MediaPermission
subscribe: MediaPermission
}
export interface MediaPermission {
audio: boolean
video: boolean
}
/**
 * The room that it came into, with whoever is there; absent where it is in none.
 */
export interface LoginRoom {
id: RoomId
/**
 * @maxItems 100000
 */
participants: SessionParticipant[]
}
/**
 * Somebody in the room: `id` is the client's, `user` the user's.
 */
export interface SessionParticipant {
id: ClientId
user: UserId
role: Role
}
/**
 * A refused request of a session, under the request's own type.
 */
export interface Denied {
status: "error"
/**
 * Why, for a person.
 */
data: string
/**
 * Why, of the table of errors.
 */
code: ("bad-json" | "bad-envelope" | "unknown-type" | "bad-data" | "unknown-receiver" | "not-in-room" | "forbidden" | "not-found" | "conflict" | "full" | "rate-limited" | "too-large" | "login-required" | "ticket-expired" | "ticket-invalid" | "unavailable" | "internal")
/**
 * JSON Pointer of the first offending value in `data`: with bad-data, and with forbidden where a password is wanted (`/password`).
 */
pointer?: string
/**
 * With `pointer`: what should be there.
 */
expected?: string
/**
 * With rate-limited: when to try again.
 */
retry_after_ms?: number
}
export interface ReloginData {
ticket: ReconnectionTicket
seen?: Seen
}
export interface Seen {
[k: string]: number
}
/**
 * The client goes on. `data` is the next ticket alone for clients before 1.2, to whom the missed messages are sent after it.
 */
export interface ReloggedIn {
status: "ok"
data: (ReconnectionTicket | ReloginAnswer)
/**
 * The client's id.
 */
id: ClientId
/**
 * Whether every log is whole.
 */
recovered: boolean
logs: RecoveredLogs
}
export interface ReloginAnswer {
ticket: ReconnectionTicket
/**
 * What was missed, as it would have come: log by log, in the order of each.
 * 
 * @maxItems 100000
 */
messages: MissedMessage[]
}
export interface MissedMessage {
[k: string]: unknown
}
/**
 * For each log, whether it is whole, and the `seq` from which the connection goes on.
 */
export interface RecoveredLogs {
[k: string]: RecoveredLog
}
export interface RecoveredLog {
recovered: boolean
seq: number
}
/**
 * The next ticket.
 */
export interface RefreshedTicket {
status: "ok"
data: ReconnectionTicket
}
/**
 * The client has left.
 */
export interface LoggedOut {
status: "ok"
}
export interface Ack {
[k: string]: number
}
export interface Drop {
/**
 * For people.
 */
reason: string
}
export interface ParticipantJoined {
action: "join"
data: SessionParticipant
}
export interface ParticipantLeft {
action: "leave"
data: ClientId
}
export interface TriggerBroadcastEvents {
id: TriggerId
data: Anything
}
export interface TriggerBroadcastUpdates {
id: TriggerId
data: Anything
}
export interface TriggerBroadcastStatus {
id: TriggerId
data: Anything
}

/** What a client may send: the payload's type by message type. `undefined` where it may be absent. */
export interface ClientData {
  /** Makes a class; who asks is its instructor. */
  'CreateClass': Payloads['client CreateClass'];
  /** Enrolls who asks as a student of the class; 409 where that is already so. */
  'EnrollClass': Payloads['client EnrollClass'];
  /** The classes that who asks teaches or attends. */
  'GetClasses': Payloads['client GetClasses'] | undefined;
  /** Enters the class room; only for the enrolled. */
  'JoinClass': Payloads['client JoinClass'];
  /** Everyone enrolled, with who is connected; also sent to the class room after a change, gathered over 250 ms. */
  'GetClassMembers': Payloads['client GetClassMembers'];
  /** Answered by pong with the same data. The server pings every connection in the rhythm that welcome names, so that a page can see it. */
  'ping': Payloads['client ping'] | undefined;
  /** The answer to a ping, with its data. */
  'pong': Payloads['client pong'] | undefined;
  /** A written message to a room (the sender hears it too) or to one client. Who wrote it is the envelope's `sender`; `from` is what the writer calls itself. */
  'text': Payloads['client text'];
  /** Asks who is in a room: the one named, or the one of the connection's endpoint. */
  'get-room-info': Payloads['client get-room-info'] | undefined;
  /** Sets the client's name in all its rooms; each of them is told. Until then a client has the name of its user: of a guest, `Guest` with the first four characters of the user's id. */
  'profile': Payloads['client profile'];
  /** Asks for the STUN and TURN servers, with credentials made for this client. */
  'get-ice-servers': Payloads['client get-ice-servers'] | undefined;
  /** A session description that opens or renews a peer connection; an answer is expected. Relayed as it is. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed as it is. */
  'answer': Payloads['client answer'];
  /** A way on which the sender may be reached, as RTCIceCandidateInit. An empty candidate says that there are no more. Relayed as it is. */
  'icecandidate': Payloads['client icecandidate'];
  /** The answering side of a peer connection asks the offering side for a new offer: because it has tracks to add or remove (`kind` asks for one more transceiver of that kind), or because the connection failed and a new attempt is needed. Relayed as it is. */
  'renegotiate': Payloads['client renegotiate'];
  /** A friendly word: relayed, or logged where it is for the server. */
  'greeting': Payloads['client greeting'];
  /** To the server: the client leaves, its rooms are told, and the socket closes with 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
  /** Enters a room under a name; in a room that the client is in already, takes another name. */
  '/layout JOIN': Payloads['client /layout JOIN'];
  /** Leaves a room. */
  '/layout LEAVE': Payloads['client /layout LEAVE'];
  /** Tells the others in a room something, by EVENT. Only for members of the room. */
  '/layout NOTIFY': Payloads['client /layout NOTIFY'];
  /** Asks who is in a room. Only for members of the room. */
  '/layout CLIENTS': Payloads['client /layout CLIENTS'];
  /** Enters a room under a name; in a room that the client is in already, takes another name. */
  '/bus JOIN': Payloads['client /bus JOIN'];
  /** Leaves a room. */
  '/bus LEAVE': Payloads['client /bus LEAVE'];
  /** Tells the others in a room something, by EVENT. Only for members of the room. */
  '/bus NOTIFY': Payloads['client /bus NOTIFY'];
  /** Asks who is in a room. Only for members of the room. */
  '/bus CLIENTS': Payloads['client /bus CLIENTS'];
  /** The class's lectures; also sent to the class room after a change, gathered over 250 ms. */
  'GetLectures': Payloads['client GetLectures'];
  /** Makes a lecture; instructor only. The class room is told too. */
  'CreateLecture': Payloads['client CreateLecture'];
  /** Enters the lecture room; only for the enrolled. `playback`, `hands` and `speech` are what a late comer needs; `translator` names who translates what is written, for the page to say so. The room hears of a newcomer; who is in it already is only answered. */
  'JoinLecture': Payloads['client JoinLecture'];
  /** Leaves the lecture room. If the instructor leaves a live lecture, it is live no more. The lecture room and the class room are told. */
  'ExitLecture': Payloads['client ExitLecture'];
  /** Who is in the lecture; also sent to the lecture room after a change, gathered over 250 ms. */
  'GetActiveLectureMember': Payloads['client GetActiveLectureMember'];
  /** Makes the lecture live or not; instructor only. Stopping sets the video index to 0. The lecture room and the class room are told. */
  'SetLectureLiveStatus': Payloads['client SetLectureLiveStatus'];
  /** Raises one's hand; again changes nothing. The lecture room gets the hands in the order they were raised. */
  'RaiseHand': Payloads['client RaiseHand'];
  /** Lowers one's own hand, or, for the instructor, that of `userId`. The lecture room gets the hands that are left. */
  'LowerHand': Payloads['client LowerHand'];
  /** Lowers every hand; instructor only. */
  'LowerAllHands': Payloads['client LowerAllHands'];
  /** Says who may speak: everyone, or the instructor and whoever is granted it; instructor only. Peers drop the audio of the others. */
  'SetSpeechMode': Payloads['client SetSpeechMode'];
  /** Lets somebody speak, and lowers their hand; instructor only. */
  'GrantSpeech': Payloads['client GrantSpeech'];
  /** Takes the right to speak back; instructor only. */
  'RevokeSpeech': Payloads['client RevokeSpeech'];
  /** Sends somebody out of the lecture; instructor only. They get the same message and are out of the lecture room; they may come again. */
  'DropParticipant': Payloads['client DropParticipant'];
  /** Who was in the lecture, from when to when; instructor only. Spans with less than a minute between them are one. */
  'GetAttendance': Payloads['client GetAttendance'];
  /** Words for the lecture, translated and kept with it. The lecture room is told. */
  'LiveChatTextMessage': Payloads['client LiveChatTextMessage'];
  /** A page of the lecture's chat, in the order of writing: the newest first, then what came `before`. */
  'GetLiveChatMessages': Payloads['client GetLiveChatMessages'];
  /** A spoken word (push to talk), base64 of at most 1 MiB. The others in the lecture room get it; it is not kept. */
  'LiveChatAudioMessage': Payloads['client LiveChatAudioMessage'];
  /** Enters a lobby; conflict where the client is in one. The comer hears PEERS, everyone JOINED. */
  '/lobby JOIN': Payloads['client /lobby JOIN'];
  /** Leaves the lobby; the others hear LEFT, as they do where a connection is given up. */
  '/lobby LEAVE': Payloads['client /lobby LEAVE'];
  /** Says something to everyone in the sender's lobby, by MESSAGE. */
  '/lobby BROADCAST': Payloads['client /lobby BROADCAST'];
  /** A signal to one client of the same lobby, whatever its members beside `to`; `from` is put on by the server. */
  '/lobby RTCSIGNAL': Payloads['client /lobby RTCSIGNAL'];
  /** Pins a question or a discussion to a moment. The lecture room is told. */
  'CreateMarker': Payloads['client CreateMarker'];
  /** Removes a marker with what was written at it; only its creator and the instructor may. The lecture room is told. */
  'DeleteMarker': Payloads['client DeleteMarker'];
  /** Words at a marker, translated and kept. The lecture room is told. */
  'MarkerTextMessage': Payloads['client MarkerTextMessage'];
  /** A page of what was written at a marker, in the order of writing: the newest first, then what came `before`; only for members of its class. */
  'GetMarkerMessages': Payloads['client GetMarkerMessages'];
  /** A page of the markers of one video, in the order of their making: the newest first, then what came `before`. */
  'GetMarkers': Payloads['client GetMarkers'];
  /** Somebody opened a marker; answered with the same. */
  'TimeMarkerClicked': Payloads['client TimeMarkerClicked'];
  /** The video is now at `newtime` seconds; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorTimeChange': Payloads['client InstructorTimeChange'];
  /** The video runs; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorPlay': Payloads['client InstructorPlay'];
  /** The video stops; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorPause': Payloads['client InstructorPause'];
  /** Another video of the playlist, from its beginning; instructor only. The lecture room is told. */
  'SelectVideo': Payloads['client SelectVideo'];
  /** One exchange of clocks: offset = ((t1 − t0) + (t2 − t3)) / 2, t3 being when the answer arrives. */
  'SyncClock': Payloads['client SyncClock'];
  /** Hears of the chat rooms from now on. */
  '/programme enter': Payloads['client /programme enter'] | undefined;
  /** Asks for the chat rooms, the oldest first; also told to who came back after a loss of its connection. */
  '/programme loadRooms': Payloads['client /programme loadRooms'] | undefined;
  /** Asks who is in a chat room, in the order of their coming; also told to who came back, for each chat room that it is in still. After a crash of the server others may have taken its place. A user with several clients there is told with each. */
  '/programme loadUsers': Payloads['client /programme loadUsers'];
  /** Makes a chat room, with the sender in it. */
  '/programme createRoom': Payloads['client /programme createRoom'];
  /** Enters a chat room. Everyone there, the comer too, hears who came; a message that is held up is told to the comer. */
  '/programme joinRoom': Payloads['client /programme joinRoom'];
  /** Leaves a chat room; those who stay hear who left, as they do where a connection is given up. */
  '/programme leaveRoom': Payloads['client /programme leaveRoom'];
  /** Says something to a chat room; as `aggro` it is held up before the room, by aggro, or refused by aggroErr. */
  '/programme chat': Payloads['client /programme chat'];
  /** Pushes a held-up message up; each user counts once. Answered by aggroErr where it is over. */
  '/programme aggroUp': Payloads['client /programme aggroUp'];
  /** Pushes a held-up message down; each user counts once. Answered by aggroErr where it is over. */
  '/programme aggroDown': Payloads['client /programme aggroDown'];
  /** Gives a room settings; the sender is its owner. Refused where it has settings already, or others are in it. Where tokens are used, the token must grant `create`. */
  'create-room': Payloads['client create-room'] | undefined;
  /** Asks for the public rooms and for those of the sender, the newest last. */
  'get-rooms': Payloads['client get-rooms'] | undefined;
  /** Changes what is given of a room's settings; null takes a password or a limit away. Only for its owner. Who is in the room stays there, and is told by room-settings. */
  'update-room': Payloads['client update-room'];
  /** Takes a room's settings away and ends what goes on in it: everybody there is dropped. Only for its owner. From then on the id is that of a room without settings. */
  'delete-room': Payloads['client delete-room'];
  /** Says who the client is and takes it into its room: the one of its endpoint, or the one that the token names. Where the server runs open the token may be left out: the client is then the guest that `welcome` names. Answered with a reconnection ticket where `reconnection` is not false. */
  'login': Payloads['client login'];
  /** Goes on as the client that the ticket was given to: its id, rooms, name and role unchanged, others never saw it leave. `seen` says, for each log (a room's id, or `direct` for messages to the client alone), the last `seq` that it has: what came after it is sent, in order, each once. Where that is not held any more, `logs` says `recovered: false` for it and the present state is sent instead. The ticket that was shown works again, should the answer be lost, until the client says more on the new connection than this chapter's messages, `ping`, `pong` and `bye`: 30 s at most. */
  'relogin': Payloads['client relogin'];
  /** Asks for a new ticket in place of the one that the client has, before that expires. */
  'refreshReconnectionTicket': Payloads['client refreshReconnectionTicket'] | undefined;
  /** Leaves for good; the client's ticket is worthless, and its connection is closed. */
  'logout': Payloads['client logout'] | undefined;
  /** The last `seq` of each log (as in relogin) up to which the client has applied everything. Clients of 1.2 send it after every 32 messages, and otherwise within a second; one that stops doing so is cut. */
  'ack': Payloads['client ack'];
  /** Joins an id. */
  '/trigger JOIN': Payloads['client /trigger JOIN'];
  /** Leaves an id. */
  '/trigger LEAVE': Payloads['client /trigger LEAVE'];
  /** Tells the others of an id something, by EVENTS. Only for who has joined it. */
  '/trigger BROADCAST_EVENTS': Payloads['client /trigger BROADCAST_EVENTS'];
  /** Tells the others of an id something, by UPDATES. Only for who has joined it. */
  '/trigger BROADCAST_UPDATES': Payloads['client /trigger BROADCAST_UPDATES'];
  /** Tells the others of an id something, by STATUS. Only for who has joined it. */
  '/trigger BROADCAST_STATUS': Payloads['client /trigger BROADCAST_STATUS'];
}

/** What the server may send: the payload's type by message type. */
export interface ServerData {
  /** Makes a class; who asks is its instructor. */
  'CreateClass': Payloads['server CreateClass'];
  /** Enrolls who asks as a student of the class; 409 where that is already so. */
  'EnrollClass': Payloads['server EnrollClass'];
  /** The classes that who asks teaches or attends. */
  'GetClasses': Payloads['server GetClasses'];
  /** Enters the class room; only for the enrolled. */
  'JoinClass': Payloads['server JoinClass'];
  /** Everyone enrolled, with who is connected; also sent to the class room after a change, gathered over 250 ms. */
  'GetClassMembers': Payloads['server GetClassMembers'];
  /** The server's first message on every connection. */
  'welcome': Payloads['server welcome'];
  /** Answered by pong with the same data. The server pings every connection in the rhythm that welcome names, so that a page can see it. */
  'ping': Payloads['client ping'] | undefined;
  /** The answer to a ping, with its data. */
  'pong': Payloads['client pong'] | undefined;
  /** The answer to a message that carried an `id` and whose type has no reply of its own: what it asked for is done. `seq` is its place in the log of the room it went to. */
  'accepted': Payloads['server accepted'];
  /** A written message to a room (the sender hears it too) or to one client. Who wrote it is the envelope's `sender`; `from` is what the writer calls itself. */
  'text': Payloads['client text'];
  /** What another back end published to the room, by `POST /api/rooms/<id>/messages`. */
  'event': Payloads['server event'];
  /** Everyone in a room. Sent as an answer, to a newcomer, and to a room's plain clients after a change, gathered over 250 ms and at most four a second. */
  'room-info': Payloads['server room-info'];
  /** Who came into a room, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. A newcomer gets a room-info instead. */
  'client-joined': Payloads['server client-joined'];
  /** Who changed their name, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. */
  'client-updated': Payloads['server client-updated'];
  /** Who left a room, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. */
  'client-left': Payloads['server client-left'];
  /** The STUN and TURN servers, as an RTCConfiguration wants them. A TURN server's `username` is `<unix expiry>:<client id>` and its `credential` base64(HMAC-SHA1(secret, username)), as coturn's `use-auth-secret` checks them. */
  'ice-servers': Payloads['server ice-servers'];
  /** A session description that opens or renews a peer connection; an answer is expected. Relayed as it is. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed as it is. */
  'answer': Payloads['client answer'];
  /** A way on which the sender may be reached, as RTCIceCandidateInit. An empty candidate says that there are no more. Relayed as it is. */
  'icecandidate': Payloads['client icecandidate'];
  /** The answering side of a peer connection asks the offering side for a new offer: because it has tracks to add or remove (`kind` asks for one more transceiver of that kind), or because the connection failed and a new attempt is needed. Relayed as it is. */
  'renegotiate': Payloads['client renegotiate'];
  /** A friendly word: relayed, or logged where it is for the server. */
  'greeting': Payloads['client greeting'];
  /** To the server: the client leaves, its rooms are told, and the socket closes with 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
  /** A message was refused; the connection goes on. */
  'error': Payloads['server error'];
  /** Enters a room under a name; in a room that the client is in already, takes another name. */
  '/layout JOIN': Payloads['server /layout JOIN'];
  /** Leaves a room. */
  '/layout LEAVE': Payloads['server /layout LEAVE'];
  /** What another in the room notified of, or another back end by `POST /bus-message/<roomId>`. */
  '/layout EVENT': Payloads['server /layout EVENT'];
  /** Asks who is in a room. Only for members of the room. */
  '/layout CLIENTS': Payloads['server /layout CLIENTS'];
  /** Enters a room under a name; in a room that the client is in already, takes another name. */
  '/bus JOIN': Payloads['server /bus JOIN'];
  /** Leaves a room. */
  '/bus LEAVE': Payloads['server /bus LEAVE'];
  /** What another in the room notified of, or another back end by `POST /bus-message/<roomId>`. */
  '/bus EVENT': Payloads['server /bus EVENT'];
  /** Asks who is in a room. Only for members of the room. */
  '/bus CLIENTS': Payloads['server /bus CLIENTS'];
  /** The class's lectures; also sent to the class room after a change, gathered over 250 ms. */
  'GetLectures': Payloads['server GetLectures'];
  /** Makes a lecture; instructor only. The class room is told too. */
  'CreateLecture': Payloads['server CreateLecture'];
  /** Enters the lecture room; only for the enrolled. `playback`, `hands` and `speech` are what a late comer needs; `translator` names who translates what is written, for the page to say so. The room hears of a newcomer; who is in it already is only answered. */
  'JoinLecture': Payloads['server JoinLecture'];
  /** Leaves the lecture room. If the instructor leaves a live lecture, it is live no more. The lecture room and the class room are told. */
  'ExitLecture': Payloads['server ExitLecture'];
  /** Who is in the lecture; also sent to the lecture room after a change, gathered over 250 ms. */
  'GetActiveLectureMember': Payloads['server GetActiveLectureMember'];
  /** Makes the lecture live or not; instructor only. Stopping sets the video index to 0. The lecture room and the class room are told. */
  'SetLectureLiveStatus': Payloads['server SetLectureLiveStatus'];
  /** Raises one's hand; again changes nothing. The lecture room gets the hands in the order they were raised. */
  'RaiseHand': Payloads['server RaiseHand'];
  /** Lowers one's own hand, or, for the instructor, that of `userId`. The lecture room gets the hands that are left. */
  'LowerHand': Payloads['server LowerHand'];
  /** Lowers every hand; instructor only. */
  'LowerAllHands': Payloads['server LowerAllHands'];
  /** Says who may speak: everyone, or the instructor and whoever is granted it; instructor only. Peers drop the audio of the others. */
  'SetSpeechMode': Payloads['server SetSpeechMode'];
  /** Lets somebody speak, and lowers their hand; instructor only. */
  'GrantSpeech': Payloads['server GrantSpeech'];
  /** Takes the right to speak back; instructor only. */
  'RevokeSpeech': Payloads['server RevokeSpeech'];
  /** Sends somebody out of the lecture; instructor only. They get the same message and are out of the lecture room; they may come again. */
  'DropParticipant': Payloads['server DropParticipant'];
  /** Who was in the lecture, from when to when; instructor only. Spans with less than a minute between them are one. */
  'GetAttendance': Payloads['server GetAttendance'];
  /** Words for the lecture, translated and kept with it. The lecture room is told. */
  'LiveChatTextMessage': Payloads['server LiveChatTextMessage'];
  /** A page of the lecture's chat, in the order of writing: the newest first, then what came `before`. */
  'GetLiveChatMessages': Payloads['server GetLiveChatMessages'];
  /** A spoken word (push to talk), base64 of at most 1 MiB. The others in the lecture room get it; it is not kept. */
  'LiveChatAudioMessage': Payloads['server LiveChatAudioMessage'];
  /** Enters a lobby; conflict where the client is in one. The comer hears PEERS, everyone JOINED. */
  '/lobby JOIN': Payloads['server /lobby JOIN'];
  /** The ids of the others in the lobby: to who came, and to who came back after a loss of its connection. */
  '/lobby PEERS': Payloads['server /lobby PEERS'];
  /** The id of a client that came; it is told, too. */
  '/lobby JOINED': Payloads['server /lobby JOINED'];
  /** Leaves the lobby; the others hear LEFT, as they do where a connection is given up. */
  '/lobby LEAVE': Payloads['server /lobby LEAVE'];
  /** The id of a client that has left. */
  '/lobby LEFT': Payloads['server /lobby LEFT'];
  /** What a client said to the lobby, by BROADCAST. */
  '/lobby MESSAGE': Payloads['server /lobby MESSAGE'];
  /** A signal to one client of the same lobby, whatever its members beside `to`; `from` is put on by the server. */
  '/lobby RTCSIGNAL': Payloads['server /lobby RTCSIGNAL'];
  /** Pins a question or a discussion to a moment. The lecture room is told. */
  'CreateMarker': Payloads['server CreateMarker'];
  /** Removes a marker with what was written at it; only its creator and the instructor may. The lecture room is told. */
  'DeleteMarker': Payloads['server DeleteMarker'];
  /** Words at a marker, translated and kept. The lecture room is told. */
  'MarkerTextMessage': Payloads['server MarkerTextMessage'];
  /** A page of what was written at a marker, in the order of writing: the newest first, then what came `before`; only for members of its class. */
  'GetMarkerMessages': Payloads['server GetMarkerMessages'];
  /** A page of the markers of one video, in the order of their making: the newest first, then what came `before`. */
  'GetMarkers': Payloads['server GetMarkers'];
  /** Somebody opened a marker; answered with the same. */
  'TimeMarkerClicked': Payloads['server TimeMarkerClicked'];
  /** The video is now at `newtime` seconds; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorTimeChange': Payloads['server InstructorTimeChange'];
  /** The video runs; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorPlay': Payloads['server InstructorPlay'];
  /** The video stops; instructor only. The others in the lecture room are told; who asked with an `id` is answered with the same. */
  'InstructorPause': Payloads['server InstructorPause'];
  /** Another video of the playlist, from its beginning; instructor only. The lecture room is told. */
  'SelectVideo': Payloads['server SelectVideo'];
  /** One exchange of clocks: offset = ((t1 − t0) + (t2 − t3)) / 2, t3 being when the answer arrives. */
  'SyncClock': Payloads['server SyncClock'];
  /** Asks for the chat rooms, the oldest first; also told to who came back after a loss of its connection. */
  '/programme loadRooms': Payloads['server /programme loadRooms'];
  /** Asks who is in a chat room, in the order of their coming; also told to who came back, for each chat room that it is in still. After a crash of the server others may have taken its place. A user with several clients there is told with each. */
  '/programme loadUsers': Payloads['server /programme loadUsers'];
  /** What came of createRoom. */
  '/programme createRoomReq': Payloads['server /programme createRoomReq'];
  /** Enters a chat room. Everyone there, the comer too, hears who came; a message that is held up is told to the comer. */
  '/programme joinRoom': Payloads['server /programme joinRoom'];
  /** What came of joinRoom. */
  '/programme joinRoomReq': Payloads['server /programme joinRoomReq'];
  /** Leaves a chat room; those who stay hear who left, as they do where a connection is given up. */
  '/programme leaveRoom': Payloads['server /programme leaveRoom'];
  /** A new chat room. */
  '/programme addRoom': Payloads['server /programme addRoom'];
  /** How many are in a chat room; gathered over 500 ms. */
  '/programme count': Payloads['server /programme count'];
  /** A chat room is gone: the last one left. */
  '/programme deleteRoom': Payloads['server /programme deleteRoom'];
  /** Says something to a chat room; as `aggro` it is held up before the room, by aggro, or refused by aggroErr. */
  '/programme chat': Payloads['server /programme chat'];
  /** A message held up before the room, which people push up or down; as it stands to a newcomer, and after loadUsers to who came back. Where none follows there is none: it does not outlive the server. */
  '/programme aggro': Payloads['server /programme aggro'];
  /** Why a message is not held up, or a push does not count. */
  '/programme aggroErr': Payloads['server /programme aggroErr'];
  /** For how long the user may hold up nothing else in this chat room: to who holds up a message, is refused by AGGRO_PAUSE, or comes into the room meanwhile. */
  '/programme aggroPause': Payloads['server /programme aggroPause'];
  /** A held-up message's time is over, or its points have fallen to zero. */
  '/programme stopAggro': Payloads['server /programme stopAggro'];
  /** The points of a held-up message, where they have changed; at most once in 500 ms. */
  '/programme aggroPoint': Payloads['server /programme aggroPoint'];
  /** Gives a room settings; the sender is its owner. Refused where it has settings already, or others are in it. Where tokens are used, the token must grant `create`. */
  'create-room': Payloads['server create-room'];
  /** Asks for the public rooms and for those of the sender, the newest last. */
  'get-rooms': Payloads['server get-rooms'];
  /** Changes what is given of a room's settings; null takes a password or a limit away. Only for its owner. Who is in the room stays there, and is told by room-settings. */
  'update-room': Payloads['server update-room'];
  /** Takes a room's settings away and ends what goes on in it: everybody there is dropped. Only for its owner. From then on the id is that of a room without settings. */
  'delete-room': Payloads['server delete-room'];
  /** The settings of the room that the client has come into, before its first list of who is there, or that it asks about by get-room-info; and to everyone in a room after a change of them. Not sent in rooms without settings. */
  'room-settings': Payloads['server room-settings'];
  /** Says who the client is and takes it into its room: the one of its endpoint, or the one that the token names. Where the server runs open the token may be left out: the client is then the guest that `welcome` names. Answered with a reconnection ticket where `reconnection` is not false. */
  'login': Payloads['server login'];
  /** Goes on as the client that the ticket was given to: its id, rooms, name and role unchanged, others never saw it leave. `seen` says, for each log (a room's id, or `direct` for messages to the client alone), the last `seq` that it has: what came after it is sent, in order, each once. Where that is not held any more, `logs` says `recovered: false` for it and the present state is sent instead. The ticket that was shown works again, should the answer be lost, until the client says more on the new connection than this chapter's messages, `ping`, `pong` and `bye`: 30 s at most. */
  'relogin': Payloads['server relogin'];
  /** Asks for a new ticket in place of the one that the client has, before that expires. */
  'refreshReconnectionTicket': Payloads['server refreshReconnectionTicket'];
  /** Leaves for good; the client's ticket is worthless, and its connection is closed. */
  'logout': Payloads['server logout'];
  /** The server, or an instructor, removes the client; the connection is closed after it and the client should not come back. */
  'drop': Payloads['server drop'];
  /** Somebody came into the room or left it: for logged-in clients that do not take changes of membership as `client-joined` and `client-left`. */
  'participant': Payloads['server participant'];
  /** Joins an id. */
  '/trigger JOIN': Payloads['server /trigger JOIN'];
  /** Leaves an id. */
  '/trigger LEAVE': Payloads['server /trigger LEAVE'];
  /** What another of the id told by BROADCAST_EVENTS. */
  '/trigger EVENTS': Payloads['server /trigger EVENTS'];
  /** What another of the id told by BROADCAST_UPDATES. */
  '/trigger UPDATES': Payloads['server /trigger UPDATES'];
  /** What another of the id told by BROADCAST_STATUS. */
  '/trigger STATUS': Payloads['server /trigger STATUS'];
}

/** The type that answers a request to the server, by the request's type. */
export interface Reply {
  'CreateClass': 'CreateClass';
  'EnrollClass': 'EnrollClass';
  'GetClasses': 'GetClasses';
  'JoinClass': 'JoinClass';
  'GetClassMembers': 'GetClassMembers';
  'ping': 'pong';
  'pong': 'accepted';
  'text': 'accepted';
  'get-room-info': 'room-info';
  'profile': 'accepted';
  'get-ice-servers': 'ice-servers';
  'offer': 'accepted';
  'answer': 'accepted';
  'icecandidate': 'accepted';
  'renegotiate': 'accepted';
  'greeting': 'accepted';
  'bye': 'accepted';
  '/layout JOIN': '/layout JOIN';
  '/layout LEAVE': '/layout LEAVE';
  '/layout NOTIFY': 'accepted';
  '/layout CLIENTS': '/layout CLIENTS';
  '/bus JOIN': '/bus JOIN';
  '/bus LEAVE': '/bus LEAVE';
  '/bus NOTIFY': 'accepted';
  '/bus CLIENTS': '/bus CLIENTS';
  'GetLectures': 'GetLectures';
  'CreateLecture': 'CreateLecture';
  'JoinLecture': 'JoinLecture';
  'ExitLecture': 'accepted';
  'GetActiveLectureMember': 'GetActiveLectureMember';
  'SetLectureLiveStatus': 'SetLectureLiveStatus';
  'RaiseHand': 'RaiseHand';
  'LowerHand': 'LowerHand';
  'LowerAllHands': 'LowerAllHands';
  'SetSpeechMode': 'SetSpeechMode';
  'GrantSpeech': 'GrantSpeech';
  'RevokeSpeech': 'RevokeSpeech';
  'DropParticipant': 'DropParticipant';
  'GetAttendance': 'GetAttendance';
  'LiveChatTextMessage': 'LiveChatTextMessage';
  'GetLiveChatMessages': 'GetLiveChatMessages';
  'LiveChatAudioMessage': 'accepted';
  '/lobby JOIN': '/lobby JOIN';
  '/lobby LEAVE': '/lobby LEAVE';
  '/lobby BROADCAST': 'accepted';
  '/lobby RTCSIGNAL': 'accepted';
  'CreateMarker': 'CreateMarker';
  'DeleteMarker': 'DeleteMarker';
  'MarkerTextMessage': 'MarkerTextMessage';
  'GetMarkerMessages': 'GetMarkerMessages';
  'GetMarkers': 'GetMarkers';
  'TimeMarkerClicked': 'TimeMarkerClicked';
  'InstructorTimeChange': 'InstructorTimeChange';
  'InstructorPlay': 'InstructorPlay';
  'InstructorPause': 'InstructorPause';
  'SelectVideo': 'SelectVideo';
  'SyncClock': 'SyncClock';
  '/programme enter': 'accepted';
  '/programme loadRooms': '/programme loadRooms';
  '/programme loadUsers': '/programme loadUsers';
  '/programme createRoom': '/programme createRoomReq';
  '/programme joinRoom': '/programme joinRoomReq';
  '/programme leaveRoom': 'accepted';
  '/programme chat': 'accepted';
  '/programme aggroUp': 'accepted';
  '/programme aggroDown': 'accepted';
  'create-room': 'create-room';
  'get-rooms': 'get-rooms';
  'update-room': 'update-room';
  'delete-room': 'delete-room';
  'login': 'login';
  'relogin': 'relogin';
  'refreshReconnectionTicket': 'refreshReconnectionTicket';
  'logout': 'logout';
  'ack': 'accepted';
  '/trigger JOIN': '/trigger JOIN';
  '/trigger LEAVE': '/trigger LEAVE';
  '/trigger BROADCAST_EVENTS': 'accepted';
  '/trigger BROADCAST_UPDATES': 'accepted';
  '/trigger BROADCAST_STATUS': 'accepted';
}

/** What a granted request is answered with, by the request's type: a refusal is an error, and no answer. */
export type Granted<T extends ClientMessageType> = Omit<Envelope<Reply[T], unknown>, 'data'> & {
  data: Exclude<ServerData[Reply[T]], Refused | Denied>;
};

export type ClientMessageType = keyof ClientData;
export type ServerMessageType = keyof ServerData;

/** A type as it stands on the wire: without its namespace. */
export type WireType<K> = K extends `${string} ${infer T}` ? T : K;

interface Envelope<K, D> {
  type: WireType<K>;
  data: D;
  /** Address of the sending party, put on by the server. */
  sender: string;
  /** Where the message was sent. */
  receiver: string;
  /** Chosen by a client on a request; its reply carries the same. */
  id?: string | number;
  /** Place in the receiver's log, where the message can be replayed. */
  seq?: number;
}

/** A message as a client sends it, for one type or (the default) any. */
export type ClientMessage<T extends ClientMessageType = ClientMessageType> = {
  [K in T]: Omit<Envelope<K, ClientData[K]>, 'sender' | 'seq'>;
}[T];

/** A message as a client receives it, for one type or (the default) any. */
export type ServerMessage<T extends ServerMessageType = ServerMessageType> = {
  [K in T]: Envelope<K, ServerData[K]>;
}[T];
