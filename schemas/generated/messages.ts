// Generated from schemas/ by `npm run generate`. Do not edit.
import type { ErrorCode } from './codes.js';

/**
 * Nothing. Some clients send `null` or an empty string instead of omitting `data`
 */
export type None = null | ''
/**
 * UUID of the class
 */
export type ClassUuid = string
/**
 * What the user is in the class
 */
export type MemberType = ("instructor" | "student")
/**
 * User ID, from the token or the guest's identity
 */
export type UserId = string
export type GetClasses = { before?: number; limit?: number } | null | ''
/**
 * Name that others see. Not unique: clients tell people of the same name apart by their IDs
 */
export type Username = string
/**
 * Client ID, assigned by the server
 */
export type ClientId = string
/**
 * Room ID: letters, digits and `_ . ~ -` of any script, starting with a letter or a digit
 */
export type RoomId = string
/**
 * Any JSON value
 */
export type Anything = unknown
export type GetRoomInfo = { room_id?: string } | null | ''
/**
 * Members of a room, in the order in which they joined
 * 
 * @maxItems 100000
 */
export type RoomMembers = RoomMember[]
/**
 * Name that others see. Must be visible, without control or invisible characters, with plain spaces only, and with the letters of one alphabet in each word. The server normalizes it to NFC and removes superfluous spaces
 */
export type GivenName = string
/**
 * @maxItems 16
 */
export type IceServers = IceServer[]
export type Offer = { type: 'offer'; sdp: string; attempt?: number } | string
export type Answer = { type: 'answer'; sdp: string; attempt?: number } | string
/**
 * Number of the connection attempt that the signal belongs to. The offering client counts from 1. Receivers ignore signals of earlier attempts. Clients that make only one attempt can omit it
 */
export type Attempt = number
export type Greeting = string
/**
 * Nothing, a text, or ms since 1970
 */
export type Bye = (null | string | number)
/**
 * Name of a room of a namespace: any text
 */
export type NamespaceRoom = string
/**
 * Name of the client, which others receive as the `sender` of its notifications.
 */
export type GivenNamespaceName = string
/**
 * Name of a member in a room of a namespace. Not unique
 */
export type NamespaceName = string
/**
 * ID of the lecture
 */
export type LectureId = number
/**
 * Index of the video in the playlist, from 0
 */
export type VideoIdx = number
/**
 * Users with a raised hand, in the order in which they raised it
 * 
 * @maxItems 100000
 */
export type Hands = Member[]
/**
 * ID of the message
 */
export type MessageId = number
/**
 * 200, or 202 if only the original text is available because the translation failed. Other values as in refusals
 */
export type Status = (200 | 202 | 400 | 401 | 403 | 404 | 409 | 429 | 503)
/**
 * A reaction. Pages show each as an emoji: applause, a heart, laughter, surprise, a thumb up, confusion
 */
export type ReactionKind = ("clap" | "heart" | "laugh" | "wow" | "yes" | "confused")
/**
 * @maxItems 100000
 */
export type LobbyPeers = ClientId[]
export type LobbySignal = { to: string; [member: string]: unknown }
export type LobbySignalFrom = { to: string; from: string; [member: string]: unknown }
/**
 * Position in the video, in seconds
 */
export type Seconds = number
/**
 * ID of the marker
 */
export type MarkerId = number
/**
 * Type of the marker
 */
export type MarkerType = ("Question" | "Discussion")
/**
 * Session description (RFC 8866)
 */
export type Sdp = string
/**
 * A stream: the sound of a microphone, the picture of a camera, or the picture or sound of a screen
 */
export type MediaKind = ("microphone" | "camera" | "screen" | "screenSound")
/**
 * The action: `remove` from a lecture, `ban` from the class, `readmit`, `lift-ban`, `speech-mode` (who can speak, `detail`: the new mode), `revoke-speech`, `lower-hand` (without a target: all hands), `entry` (who can join, `detail`: the new setting), `stop-media` (`detail`: `microphone`, `camera` or `screen`; without a target: everyone's), `delete-marker` and `delete-message` of somebody else, `clear-chat`, `enroll` of a member by the operator, `remove-member` from the class, `set-member-type` (`detail`: `instructor` or `student`), `delete-lecture`, `delete-class`, `end-lecture` (it is no longer live), `start-recording`, `stop-recording`, `delete-recording`
 */
export type AuditAction = ("remove" | "ban" | "readmit" | "lift-ban" | "speech-mode" | "revoke-speech" | "lower-hand" | "entry" | "stop-media" | "delete-marker" | "delete-message" | "clear-chat" | "enroll" | "remove-member" | "set-member-type" | "delete-lecture" | "delete-class" | "end-lecture" | "start-recording" | "stop-recording" | "delete-recording")
export type LoadRooms = { after?: string; limit?: number } | null | ''
/**
 * ID of a chat room, assigned by the server
 */
export type ChatRoomId = string
/**
 * @maxItems 200
 */
export type ProgrammeRooms = ProgrammeRoom[]
/**
 * @maxItems 200
 */
export type ProgrammeUsers = ProgrammeUser[]
/**
 * Reason for a refusal. `TOO_MANY`: the programme, or the guests of the client's IP address, have reached the maximum number of rooms
 */
export type CreateRoomError = "TOO_MANY"
/**
 * Reason for a refusal. `FULL`: the room is full. `UNKNOWN`: the room does not exist. `ALREADY_IN`: the client is already in the room
 */
export type JoinRoomError = ("FULL" | "UNKNOWN" | "ALREADY_IN")
/**
 * ID of a spotlighted message
 */
export type AggroUID = string
/**
 * Reason for refusing a spotlight or a vote. `AGGRO_RUNNING`: another message is spotlighted in this room. `AGGRO_PAUSE`: the user has to wait after the previous spotlight in this room. `AGGRO_ENDED`: the spotlight has ended
 */
export type AggroError = ("AGGRO_RUNNING" | "AGGRO_PAUSE" | "AGGRO_ENDED")
export type RecordingId = number
/**
 * Entry to a room or a lecture: open to everyone (`open`), open to newcomers that the owner or an instructor admits (`waiting`), or closed to newcomers (`closed`). The owner, instructors, users who were in it when it was restricted, and users who were admitted can always join
 */
export type Entry = ("open" | "waiting" | "closed")
/**
 * What to stop: the `microphone` (mute), the `camera`, or the shared `screen`
 */
export type StoppableMedia = ("microphone" | "camera" | "screen")
/**
 * Title of the room, for people. Can be empty. Must not contain control or invisible characters
 */
export type GivenRoomTitle = string
/**
 * Whether the room is in the public list of rooms
 */
export type RoomPublic = boolean
/**
 * Password that clients must give to join the room, except for the owner's
 */
export type RoomPassword = string
/**
 * Maximum number of clients in the room
 */
export type RoomMax = number
/**
 * Who is allowed to speak: `everyone`, or the `presenters`. Presenters are the owner and, in token mode, users with the role `presenter`
 */
export type RoomSpeech = ("everyone" | "presenters")
/**
 * Title of the room, for people. Can be empty
 */
export type RoomTitle = string
export type GetRooms = { before?: number; limit?: number } | null | ''
/**
 * Whether the client can resume its session. `keepTime` limits the time for that, in seconds; 0 means never. If it is absent or -1, the server's limit applies
 */
export type Reconnection = (boolean | {
/**
 * Time for which the session can be resumed, in seconds. The option `reconnectionTimeout` is the maximum, and what a negative number stands for
 */
keepTime?: number
})
/**
 * Role in the room: `presenter`s can speak and listen, `viewer`s can only listen
 */
export type Role = ("presenter" | "viewer")
/**
 * Base64 of `{participantId, ticketId, notBefore, notAfter, signature}`, times in ms since 1970. Can be used once, by `relogin`
 */
export type ReconnectionTicket = string
/**
 * Time in seconds until the token expires. Absent in open mode
 */
export type TokenLifetime = number
export type Relogin = (ReconnectionTicket | ReloginData)
export type ParticipantChange = (ParticipantJoined | ParticipantLeft)
/**
 * ID of the room, for example of a running programme
 */
export type TriggerId = string

export interface Payloads {
"client create-browser-link": CreateBrowserLink
"server create-browser-link": BrowserLink
"client use-browser-link": UseBrowserLink
"server use-browser-link": UsedBrowserLink
"client get-browsers": None
"server get-browsers": Browsers
"client sign-out-browser": SignOutBrowser
"client CreateClass": CreateClass
"server CreateClass": (CreatedClass | Refused)
"client GetInvitation": GetInvitation
"server GetInvitation": (Invitation | Refused)
"client EnrollClass": EnrollClass
"server EnrollClass": (EnrolledClass | Refused)
"client LeaveClass": LeaveClass
"server LeaveClass": (LeftClass | Refused)
"client RemoveMember": RemoveMember
"server RemoveMember": (RemovedMember | Refused)
"client SetMemberType": SetMemberType
"server SetMemberType": (ChangedMemberType | Refused)
"client UpdateClass": UpdateClass
"server UpdateClass": (UpdatedClass | Refused)
"client DeleteClass": DeleteClass
"server DeleteClass": (DeletedClass | Refused)
"client GetClasses": GetClasses
"server GetClasses": (Classes | Refused)
"client JoinClass": JoinClass
"server JoinClass": (JoinedClass | Refused)
"client GetClassMembers": GetClassMembers
"server GetClassMembers": (ClassMembers | Refused)
"client CreateClassFeed": CreateClassFeed
"server CreateClassFeed": (ClassFeed | Refused)
"client GetClassFeed": GetClassFeed
"server GetClassFeed": (ClassFeedState | Refused)
"client WithdrawClassFeed": WithdrawClassFeed
"server WithdrawClassFeed": (WithdrawnClassFeed | Refused)
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
"client UpdateLecture": UpdateLecture
"server UpdateLecture": (UpdatedLecture | Refused)
"client DeleteLecture": DeleteLecture
"server DeleteLecture": (DeletedLecture | Refused)
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
"client GetLectureCalendar": GetLectureCalendar
"server GetLectureCalendar": (LectureCalendar | Refused)
"client LiveChatTextMessage": LiveChatTextMessage
"server LiveChatTextMessage": (LiveChatText | Refused)
"client LiveChatPrivateMessage": LiveChatPrivateMessage
"server LiveChatPrivateMessage": (LiveChatPrivateText | Refused)
"client GetLiveChatMessages": GetLiveChatMessages
"server GetLiveChatMessages": (LiveChatMessages | Refused)
"client DeleteLiveChatMessage": DeleteLiveChatMessage
"server DeleteLiveChatMessage": (DeletedLiveChatMessage | Refused)
"client ClearChat": ClearChat
"server ClearChat": (ClearedChat | Refused)
"client LiveChatAudioMessage": LiveChatAudioMessage
"server LiveChatAudioMessage": (LiveChatAudio | Refused)
"server LiveChatAudioSaved": LiveChatAudioSaved
"client GetLiveChatAudio": GetLiveChatAudio
"server GetLiveChatAudio": (LiveChatAudioPart | Refused)
"client Reaction": Reaction
"server Reactions": Reactions
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
"client SetMarkerAnswered": SetMarkerAnswered
"server SetMarkerAnswered": (AnsweredMarker | Refused)
"client VoteMarker": VoteMarker
"server VoteMarker": (VotedMarker | Refused)
"server MarkerVotes": MarkerVotes
"client MarkerTextMessage": MarkerTextMessage
"server MarkerTextMessage": (MarkerText | Refused)
"client GetMarkerMessages": GetMarkerMessages
"server GetMarkerMessages": (MarkerMessages | Refused)
"client GetMarkers": GetMarkers
"server GetMarkers": (Markers | Refused)
"client TimeMarkerClicked": TimeMarkerClicked
"server TimeMarkerClicked": (ClickedTimeMarker | Refused)
"client /sfu join": None
"server /sfu media": RoomMedia
"client /sfu offer": PublishingOffer
"server /sfu offer": ListeningOffer
"client /sfu answer": ListeningAnswer
"server /sfu answer": PublishingAnswer
"client /sfu listen": Listen
"client /sfu view": MediaView
"client /sfu icecandidate": MediaCandidate
"client /sfu mute": MuteStream
"server /sfu places": MediaPlaces
"server /sfu speakers": MediaSpeakers
"server /sfu quality": MediaQualities
"server /sfu ended": MediaEnded
"client GetExclusions": GetExclusions
"server GetExclusions": (Exclusions | Refused)
"client ReadmitParticipant": ReadmitParticipant
"server ReadmitParticipant": (ReadmittedParticipant | Refused)
"client GetAuditLog": GetAuditLog
"server GetAuditLog": (AuditLog | Refused)
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
"client /programme loadRooms": LoadRooms
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
"client SetRecording": SetRecording
"server SetRecording": (RecordingChange | Refused)
"server RecordingReady": RecordingReady
"client GetRecordings": GetRecordings
"server GetRecordings": (Recordings | Refused)
"client DeleteRecording": DeleteRecording
"server DeleteRecording": (DeletedRecording | Refused)
"client set-entry": SetEntry
"server set-entry": EntrySet
"client remove-user": RemoveUser
"server remove-user": UserRemoved
"client get-removed": GetRemoved
"server get-removed": RemovedUsers
"client readmit-user": ReadmitUser
"server readmit-user": UserReadmitted
"client stop-media": StopMedia
"server stop-media": MediaStopped
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
"client refreshToken": RefreshToken
"server refreshToken": (RefreshedToken | Denied)
"client logout": None
"server logout": (LoggedOut | Denied)
"client ack": Ack
"server drop": Drop
"server change-room": ChangeRoom
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
"client get-waiting": GetWaiting
"server get-waiting": WaitingUsers
"client admit": Admit
"server admit": Admitted
"client refuse": Refuse
"server refuse": RefusedEntry
"server entry-state": EntryState
}
export interface CreateBrowserLink {
/**
 * Name of the sender's browser, for the list of browsers
 */
name: GivenName
}
/**
 * The link was created.
 */
export interface BrowserLink {
/**
 * Secret for use-browser-link, 192 random bits in base64url
 */
secret: string
/**
 * Seconds until the link expires
 */
lifetime: number
}
export interface UseBrowserLink {
/**
 * Secret of the link
 */
secret: string
/**
 * Name of the sender's browser, for the list of browsers
 */
name: GivenName
}
/**
 * The link was used.
 */
export interface UsedBrowserLink {
/**
 * The signed guest identity of this browser, as in welcome
 */
token: string
/**
 * ID of the user
 */
user_id: string
/**
 * Name of the user when the link was created
 */
username: Username
}
/**
 * Browsers of a user.
 */
export interface Browsers {
/**
 * @maxItems 10
 */
browsers: Browser[]
}
/**
 * A browser of a user.
 */
export interface Browser {
/**
 * ID of the browser
 */
id: string
/**
 * Name that the browser has given
 */
name: Username
/**
 * When the browser last connected, in ms since 1970, at most a day too early
 */
used: number
/**
 * Whether it is the sender's browser
 */
current: boolean
}
export interface SignOutBrowser {
/**
 * ID of the browser
 */
id: string
}
export interface CreateClass {
/**
 * Title of the class. Must contain a character other than white space, and no control or invisible characters
 */
title: string
/**
 * Subtitle of the class. Must not contain control or invisible characters
 */
subtitle?: string
}
export interface CreatedClass {
class: Class
status: 200
}
/**
 * A class, as seen by one of its members.
 */
export interface Class {
uuid: ClassUuid
/**
 * Title of the class
 */
title: string
/**
 * Subtitle of the class. Can be empty
 */
subtitle: string
memberType: MemberType
}
/**
 * A refused request.
 */
export interface Refused {
/**
 * Reason, for people
 */
message: string
/**
 * Reason, as the status of an error code
 */
status: (400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503)
/**
 * JSON Pointer to the first invalid value in `data`. Present for 400
 */
pointer?: string
/**
 * Allowed value at `pointer`
 */
expected?: string
/**
 * Time to wait before the next attempt, in ms. Present for 429
 */
retry_after_ms?: number
/**
 * Present if the user was removed: from this lecture, from its class, or from the room
 */
removed_from?: ("lecture" | "class" | "room")
/**
 * Present if the room or the lecture does not let newcomers join, or (`waiting`) only those who are admitted
 */
entry?: ("waiting" | "closed")
}
export interface GetInvitation {
classUuid: ClassUuid
}
export interface Invitation {
classUuid: ClassUuid
title: string
subtitle: string
/**
 * Name of the instructor who created the class
 */
instructorName: string
status: 200
}
export interface EnrollClass {
classUuid: ClassUuid
}
export interface EnrolledClass {
class: Class
status: 200
}
export interface LeaveClass {
classUuid: ClassUuid
}
export interface LeftClass {
classUuid: ClassUuid
userId: UserId
status: 200
}
export interface RemoveMember {
classUuid: ClassUuid
userId: UserId
}
export interface RemovedMember {
classUuid: ClassUuid
userId: UserId
status: 200
}
export interface SetMemberType {
classUuid: ClassUuid
userId: UserId
memberType: MemberType
}
export interface ChangedMemberType {
classUuid: ClassUuid
userId: UserId
memberType: MemberType
status: 200
}
export interface UpdateClass {
classUuid: ClassUuid
/**
 * Title of the class. Must contain a character other than white space, and no control or invisible characters
 */
title?: string
/**
 * Subtitle of the class. Must not contain control or invisible characters
 */
subtitle?: string
}
export interface UpdatedClass {
classUuid: ClassUuid
/**
 * Title of the class
 */
title: string
/**
 * Subtitle of the class. Can be empty
 */
subtitle: string
status: 200
}
export interface DeleteClass {
classUuid: ClassUuid
}
export interface DeletedClass {
classUuid: ClassUuid
status: 200
}
export interface Classes {
/**
 * @maxItems 10000
 */
classes: Class[]
/**
 * Cursor for the page of older entries. Absent if there are none
 */
before?: number
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
/**
 * A member of a class, as seen by others.
 */
export interface Member {
userId: UserId
userName: Username
memberType: MemberType
/**
 * Whether the user has a connection in the class room, or, in lists of a lecture's members, in the lecture room
 */
connected: boolean
}
export interface GetClassMembers {
classUuid: ClassUuid
/**
 * Cursor: `after` from the previous page. Omit it for the first page
 */
after?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface ClassMembers {
/**
 * All members, including those that are not connected
 * 
 * @maxItems 100000
 */
members: Member[]
/**
 * Cursor for the next page. Absent if this page is the last one
 */
after?: number
status: 200
}
export interface CreateClassFeed {
classUuid: ClassUuid
}
export interface ClassFeed {
/**
 * Path of the calendar (iCalendar, RFC 5545), relative to the address of the server
 */
path: string
status: 200
}
export interface GetClassFeed {
classUuid: ClassUuid
}
export interface ClassFeedState {
/**
 * Time at which the link was created, ISO 8601. Absent if there is none
 */
created?: string
status: 200
}
export interface WithdrawClassFeed {
classUuid: ClassUuid
}
export interface WithdrawnClassFeed {
status: 200
}
export interface Welcome {
id: ClientId
room_id?: RoomId
user?: WelcomeUser
/**
 * Identity of a new guest, or the new identity of a guest whose identity is old, for clients that offer the subprotocol `lectern`. Store it and show it at the next connection (as the subprotocol `lectern.token.<token>`) to be the same user again
 */
token?: string
/**
 * Whether the client must log in before it sends other messages. A client that connected with `login=1` must log in as well
 */
login?: ("optional" | "required")
/**
 * Version of the protocol
 */
protocol: "1.0"
/**
 * Interval between the server's pings, in ms
 */
heartbeat_ms: number
limits: Limits
}
/**
 * The user, as the identity shown at the upgrade says, or a new guest
 */
export interface WelcomeUser {
id: UserId
name: Username
/**
 * URL of the user's photo
 */
photo?: string
}
/**
 * The limits in force for this connection
 */
export interface Limits {
/**
 * Maximum size of a message in bytes, unless its type defines another limit. Larger messages are refused with `too-large`
 */
message_bytes: number
/**
 * Maximum size of any message in bytes. Larger messages close the connection with code 1009
 */
connection_bytes: number
/**
 * Maximum nesting depth of JSON
 */
depth: number
rates: Rates
}
/**
 * Rate limits of each class of messages
 */
export interface Rates {
signaling: Rate
chat: Rate
other: Rate
}
/**
 * A rate limit (token bucket).
 */
export interface Rate {
/**
 * Maximum sustained rate, in messages per second
 */
per_second: number
/**
 * Maximum number of messages at once
 */
burst: number
}
export interface Accepted {
/**
 * Type of the confirmed message
 */
of: string
/**
 * Number of the message in the log of the room that it was sent to. Absent if it is not in a room's log
 */
seq?: number
}
export interface Text {
/**
 * Name of the writer
 */
from: string
/**
 * Time of writing: an ISO 8601 string, or ms since 1970
 */
time: (string | number)
/**
 * The text
 */
text: string
}
export interface RoomEvent {
/**
 * Application-defined name of the event
 */
name: string
/**
 * Value given by the application. Absent if none was given
 */
data?: Anything
}
export interface RoomInfo {
room_id: RoomId
clients: RoomMembers
}
/**
 * A member of a room.
 */
export interface RoomMember {
id: ClientId
username: Username
/**
 * User ID, if it differs from the client ID. Set by the server, unlike `username` in open mode
 */
user?: string
/**
 * Role in this room. If absent, the client is a presenter
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
 * Client IDs
 * 
 * @maxItems 100000
 */
ids: ClientId[]
}
export interface Profile {
username: GivenName
}
export interface IceServer {
/**
 * URLs of the server (RFC 7064, RFC 7065)
 * 
 * @minItems 1
 * @maxItems 16
 */
urls: string[]
/**
 * For TURN servers
 */
username?: string
/**
 * For TURN servers
 */
credential?: string
}
export interface IceCandidate {
/**
 * Candidate attribute, or an empty string at the end of the candidates
 */
candidate: string
/**
 * Media stream identification tag
 */
sdpMid?: (string | null)
/**
 * Index of the media description, from 0
 */
sdpMLineIndex?: (number | null)
/**
 * ICE username fragment
 */
usernameFragment?: (string | null)
attempt?: Attempt
}
export interface Renegotiate {
/**
 * `tracks`: tracks are to be added or removed. `restart`: the connection failed, and a new attempt is needed
 */
reason: ("tracks" | "restart")
/**
 * Requests one more transceiver of this kind
 */
kind?: ("audio" | "video")
attempt?: Attempt
}
export interface ErrorData {
/**
 * Reason, as an error code
 */
code: ErrorCode
/**
 * Reason, for people
 */
message: string
/**
 * Type of the refused message, if it could be read
 */
of?: string
/**
 * JSON Pointer to the first invalid value in `data`. Present for `bad-data`, and as `/password` for `forbidden` if a room's password is missing or wrong
 */
pointer?: string
/**
 * Allowed value at `pointer`
 */
expected?: string
/**
 * Time to wait before the next attempt, in ms. Present for `rate-limited`
 */
retry_after_ms?: number
/**
 * Present if the user was removed: from this lecture, from its class, or from the room
 */
removed_from?: ("lecture" | "class" | "room")
/**
 * Present if the room or the lecture does not let newcomers join, or (`waiting`) only those who are admitted
 */
entry?: ("waiting" | "closed")
}
export interface LayoutJoin {
room: NamespaceRoom
name: GivenNamespaceName
}
/**
 * Confirms a request. Sent only if the request carried an `id`.
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
/**
 * Name of the sender in this notification. In token mode, the name of the token is used instead
 */
sender?: GivenNamespaceName
}
export interface LayoutEvent {
/**
 * Name of the sender: the one it gave in the notification or, without one, its name in the room. `POST` for a notification by HTTP
 */
sender: NamespaceName
room: NamespaceRoom
/**
 * Value given by the sender
 */
message: Anything
}
export interface LayoutGetClients {
room: NamespaceRoom
/**
 * Cursor: `after` from the previous page. Omit it for the first page
 */
after?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface LayoutClients {
room: NamespaceRoom
/**
 * Names of members of the room, in the order in which they joined
 * 
 * @maxItems 200
 */
clients: NamespaceName[]
/**
 * Cursor for the next page. Absent if this page is the last one
 */
after?: number
}
export interface GetLectures {
classUuid: ClassUuid
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
/**
 * Whether the lectures contain their playlists
 */
playlists?: boolean
}
export interface Lectures {
/**
 * @maxItems 10000
 */
lectures: Lecture[]
/**
 * Cursor for the page of older entries. Absent if there are none
 */
before?: number
status: 200
}
/**
 * A lecture of a class.
 */
export interface Lecture {
id: LectureId
classUuid: ClassUuid
/**
 * Day (`2026-11-21`) or time (ISO 8601), as given by the instructor. Lectures that were created by older servers can have any text
 */
lectureDate: string
/**
 * Title of the lecture
 */
lectureName: string
/**
 * URLs or IDs of YouTube playlists and videos, or URLs of video files, separated by commas or line breaks. A URL can contain commas. Empty for a lecture without videos, and in lists of lectures unless they were requested with `playlists`
 */
playlist: string
/**
 * Whether the lecture is live
 */
isLive: boolean
videoIdx: VideoIdx
/**
 * Users in the lecture room: at most 200, and at most 10 in lists of lectures. GetActiveLectureMember returns all of them
 * 
 * @maxItems 200
 */
participants: Member[]
/**
 * Number of users in the lecture room
 */
present?: number
/**
 * Absent if everyone in the class can join
 */
entry?: Entry
/**
 * Number of recordings. Absent if there are none
 */
recordings?: number
}
export interface CreateLecture {
classUuid: ClassUuid
/**
 * Day that exists (`2026-11-21`), or time with its offset from UTC (ISO 8601, `2026-11-21T14:30+09:00`)
 */
lectureDate: string
/**
 * Title of the lecture. Must contain a character other than white space, and no control or invisible characters
 */
lectureName: string
/**
 * URLs or IDs of YouTube playlists and videos, or URLs of video files, separated by commas or line breaks. A URL can contain commas. Empty for a lecture without videos
 */
playlist: string
}
export interface CreatedLecture {
lecture: Lecture
status: 200
}
export interface UpdateLecture {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Day that exists (`2026-11-21`), or time with its offset from UTC (ISO 8601, `2026-11-21T14:30+09:00`)
 */
lectureDate?: string
/**
 * Title of the lecture. Must contain a character other than white space, and no control or invisible characters
 */
lectureName?: string
/**
 * URLs or IDs of YouTube playlists and videos, or URLs of video files, separated by commas or line breaks. A URL can contain commas. Empty for a lecture without videos
 */
playlist?: string
}
export interface UpdatedLecture {
lecture: Lecture
playback: Playback
status: 200
}
/**
 * State of a lecture's video at one moment. See Playback position.
 */
export interface Playback {
videoIdx: VideoIdx
/**
 * Position in the video at the time `at`, in seconds
 */
position: number
/**
 * Playback speed. 1 is normal
 */
rate: number
/**
 * Whether the video is running
 */
playing: boolean
/**
 * Time of the server's monotonic clock, in ms. See SyncClock
 */
at: number
}
export interface DeleteLecture {
classUuid: ClassUuid
lectureId: LectureId
}
export interface DeletedLecture {
classUuid: ClassUuid
lectureId: LectureId
status: 200
}
export interface JoinLecture {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Whether the client waits if the instructor has to admit it
 */
wait?: boolean
}
export interface JoinedLecture {
user: Member
lecture: Lecture
playback: Playback
hands: Hands
speech: Speech
/**
 * Name of the service that translates chat and markers, for example `papago`. Absent if there is none
 */
translator?: string
/**
 * Absent if this server does not record
 */
recording?: RecordingState
status: 200
}
/**
 * Who is allowed to speak in a lecture.
 */
export interface Speech {
/**
 * `everyone` is allowed to speak, or only the `instructor` and the users in `granted`
 */
mode: ("everyone" | "instructor")
/**
 * IDs of the users that the instructor allowed to speak
 * 
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
/**
 * Cursor: `after` from the previous page. Omit it for the first page
 */
after?: UserId
/**
 * Maximum number of entries
 */
limit?: number
}
export interface ActiveLectureMembers {
/**
 * Each user once
 * 
 * @maxItems 100000
 */
members: Member[]
/**
 * Cursor for the next page. Absent if this page is the last one
 */
after?: UserId
status: 200
}
export interface SetLectureLiveStatus {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Whether the lecture is to be live
 */
status: boolean
}
export interface LectureLiveStatus {
/**
 * Whether the lecture is live
 */
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
/**
 * `everyone`, or only the `instructor` and users that are granted the right
 */
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
/**
 * `lecture`: the user can join again once the instructor has readmitted it. `class`: a ban from the class and all of its lectures, until the instructor lifts it
 */
scope?: ("lecture" | "class")
}
export interface DroppedParticipant {
classUuid: ClassUuid
lectureId: LectureId
userId: UserId
status: 200
/**
 * `lecture`: the user can join again once the instructor has readmitted it. `class`: a ban from the class and all of its lectures, until the instructor lifts it
 */
scope?: ("lecture" | "class")
}
export interface GetAttendance {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Cursor: `after` from the previous page. Omit it for the first page
 */
after?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface Attendances {
/**
 * @maxItems 100000
 */
attendance: Attendance[]
/**
 * Cursor for the next page. Absent if this page is the last one
 */
after?: number
status: 200
}
export interface Attendance {
userId: UserId
userName: Username
/**
 * Time of joining, ISO 8601
 */
from: string
/**
 * Time of leaving, ISO 8601. Can be absent while the user is in the lecture
 */
to?: string
}
export interface GetLectureCalendar {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Address of the lecture's page, for the calendar
 */
page?: string
}
export interface LectureCalendar {
/**
 * The file (iCalendar, RFC 5545)
 */
calendar: string
status: 200
}
export interface LiveChatTextMessage {
classUuid: ClassUuid
lectureId: LectureId
/**
 * The text. Must contain a character other than white space
 */
text: string
}
export interface LiveChatText {
message: SavedMessage
status: Status
}
/**
 * A stored text message or voice message.
 */
export interface SavedMessage {
/**
 * Time of writing, ISO 8601
 */
dateStr: string
text: Translations
senderName: Username
senderId: UserId
messageId: MessageId
private?: PrivateWith
audio?: SavedAudio
}
/**
 * The text in each language. For a voice message, the words “voice message”.
 */
export interface Translations {
ko: Translation
/**
 * English
 */
en: Translation
}
/**
 * Korean
 */
export interface Translation {
/**
 * The text
 */
result: string
/**
 * 200, or 202 if `result` is the original because the translation failed
 */
status: (200 | 202)
}
/**
 * The member with whom the instructors share the message. Absent if every member of the class can read it.
 */
export interface PrivateWith {
userId: UserId
userName: Username
}
/**
 * The audio of a voice message, which GetLiveChatAudio returns.
 */
export interface SavedAudio {
/**
 * Size of the audio data
 */
bytes: number
/**
 * MIME type of the audio, without parameters, as the sender gave it
 */
mimeType?: string
/**
 * Duration in seconds, as the sender gave it
 */
duration?: number
}
export interface LiveChatPrivateMessage {
classUuid: ClassUuid
lectureId: LectureId
/**
 * The text. Must contain a character other than white space
 */
text: string
/**
 * The member who can read the message besides the instructors. Absent for the sender. Only instructors can name others
 */
userId?: UserId
}
export interface LiveChatPrivateText {
classUuid: ClassUuid
lectureId: LectureId
message: SavedMessage
status: Status
}
export interface GetLiveChatMessages {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface LiveChatMessages {
/**
 * @maxItems 200
 */
messages: SavedMessage[]
/**
 * Cursor for the next older page. Absent if there is none
 */
before?: number
status: 200
}
export interface DeleteLiveChatMessage {
classUuid: ClassUuid
lectureId: LectureId
messageId: MessageId
}
export interface DeletedLiveChatMessage {
messageId: MessageId
status: 200
}
export interface ClearChat {
classUuid: ClassUuid
lectureId: LectureId
}
export interface ClearedChat {
lectureId: LectureId
status: 200
}
export interface LiveChatAudioMessage {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Audio data, base64 (RFC 4648)
 */
arrayBuffer: string
/**
 * MIME type of the audio, without parameters, as the sender gave it
 */
mimeType?: string
/**
 * Duration in seconds, as the sender gave it
 */
duration?: number
}
export interface LiveChatAudio {
senderId: UserId
/**
 * Audio data, base64 (RFC 4648)
 */
arrayBuffer: string
/**
 * ID of the stored message, which was announced before. Absent if it is not stored
 */
messageId?: MessageId
}
export interface LiveChatAudioSaved {
/**
 * The stored message. Absent for status 202
 */
message?: SavedMessage
/**
 * The budget that is used up, for status 202: the space of the `lecture`, what the user or network can store in a `day`, or the `database`
 */
full?: ("lecture" | "day" | "database")
/**
 * 200, or 202 if the voice message was delivered and not stored
 */
status: (200 | 202)
}
export interface GetLiveChatAudio {
classUuid: ClassUuid
lectureId: LectureId
messageId: MessageId
/**
 * `next` from the previous part. Omit it for the first part
 */
offset?: number
}
export interface LiveChatAudioPart {
messageId: MessageId
/**
 * A part of the audio data, base64 (RFC 4648)
 */
arrayBuffer: string
/**
 * Offset of the next part in bytes. Absent for the last part
 */
next?: number
status: 200
}
export interface Reaction {
classUuid: ClassUuid
lectureId: LectureId
reaction: ReactionKind
}
export interface Reactions {
/**
 * Each kind of reaction once
 * 
 * @maxItems 6
 */
reactions: ReactionCount[]
status: 200
}
export interface ReactionCount {
reaction: ReactionKind
/**
 * Number of reactions
 */
count: number
}
export interface LobbyBroadcast {
message: Anything
}
export interface LobbyMessage {
from: ClientId
/**
 * Value given by the sender
 */
message: Anything
}
export interface CreateMarker {
classUuid: ClassUuid
lectureId: LectureId
marker: NewMarker
}
export interface NewMarker {
/**
 * Type of the marker
 */
markerType: ("Question" | "Discussion")
videoIndex: VideoIdx
time: Seconds
}
export interface CreatedMarker {
marker: Marker
status: 200
}
/**
 * A question or a discussion that is pinned to a moment of a video.
 */
export interface Marker {
id: MarkerId
markerType: MarkerType
time: Seconds
videoIndex: VideoIdx
creatorId: UserId
creatorName: Username
/**
 * Whether the question is answered. Absent means no
 */
answered?: boolean
/**
 * Number of users who vote for the question. Absent means none
 */
votes?: number
/**
 * In GetMarkers: whether the requesting user votes for the question. Absent means no
 */
voted?: boolean
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
export interface SetMarkerAnswered {
classUuid: ClassUuid
lectureId: LectureId
markerId: MarkerId
/**
 * Whether the question is answered
 */
answered: boolean
}
export interface AnsweredMarker {
markerId: MarkerId
/**
 * Whether the question is answered
 */
answered: boolean
status: 200
}
export interface VoteMarker {
classUuid: ClassUuid
lectureId: LectureId
markerId: MarkerId
/**
 * Whether the sender votes for the question
 */
vote: boolean
}
export interface VotedMarker {
markerId: MarkerId
/**
 * Whether the recipient votes for the question
 */
voted: boolean
/**
 * Number of users who vote for the question
 */
votes: number
status: 200
}
export interface MarkerVotes {
/**
 * @maxItems 200
 */
votes: Votes[]
status: 200
}
export interface Votes {
markerId: MarkerId
/**
 * Number of users who vote for the question
 */
votes: number
}
export interface MarkerTextMessage {
classUuid: ClassUuid
lectureId: LectureId
markerTextMessage: NewMarkerText
}
export interface NewMarkerText {
markerId: MarkerId
/**
 * The text. Must contain a character other than white space
 */
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
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface MarkerMessages {
/**
 * @maxItems 200
 */
textMessages: SavedMessage[]
/**
 * Cursor for the next older page. Absent if there is none
 */
before?: number
status: 200
}
export interface GetMarkers {
classUuid: ClassUuid
lectureId: LectureId
videoIndex?: VideoIdx
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface Markers {
/**
 * @maxItems 200
 */
markers: Marker[]
/**
 * Cursor for the next older page. Absent if there is none
 */
before?: number
status: 200
}
export interface TimeMarkerClicked {
markerId: MarkerId
/**
 * Type of the marker
 */
markerType: ("Question" | "Discussion")
}
export interface ClickedTimeMarker {
markerId: MarkerId
/**
 * Type of the marker
 */
markerType: ("Question" | "Discussion")
}
export interface RoomMedia {
/**
 * `peers`: clients connect to each other. `server`: they connect to the media server
 */
by: ("peers" | "server")
/**
 * Identifies the connections on the media server. If it differs from before, they have ended, and the client makes new ones
 */
epoch?: string
/**
 * Whether the media server answers. If not, connections that exist can still work, but no new ones can be made
 */
available?: boolean
}
export interface PublishingOffer {
type: "offer"
sdp: Sdp
/**
 * What each stream of the description is
 * 
 * @minItems 1
 * @maxItems 4
 */
streams: PublishedStream[]
}
export interface PublishedStream {
/**
 * The stream's `mid` in the description
 */
mid: string
kind: MediaKind
}
export interface ListeningOffer {
type: "offer"
sdp: Sdp
}
export interface ListeningAnswer {
type: "answer"
sdp: Sdp
}
export interface PublishingAnswer {
type: "answer"
sdp: Sdp
}
export interface Listen {
/**
 * Number of places for sound
 */
audio: number
/**
 * Number of places for pictures; 0 to receive sound only
 */
video: number
}
export interface MediaView {
/**
 * `false` to receive sound only
 */
pictures: boolean
/**
 * The cameras that the client does not need in full size. All others are sent in full size, also those whose browsers publish one size only
 * 
 * @maxItems 16
 */
cameras?: CameraSize[]
}
export interface CameraSize {
id: ClientId
/**
 * `medium`: half of the width. `small`: a quarter of it
 */
size: ("small" | "medium")
}
export interface MediaCandidate {
/**
 * The connection on which the client publishes, or on which it receives
 */
connection: ("publishing" | "listening")
/**
 * Candidate attribute, or an empty string at the end of the candidates
 */
candidate: string
/**
 * Media stream identification tag
 */
sdpMid?: (string | null)
/**
 * Index of the media description, from 0
 */
sdpMLineIndex?: (number | null)
}
export interface MuteStream {
kind: MediaKind
muted: boolean
}
export interface MediaPlaces {
/**
 * The places that are not empty
 * 
 * @maxItems 24
 */
places: MediaPlace[]
/**
 * @maxItems 64
 */
publishers: MediaPublisher[]
}
export interface MediaPlace {
/**
 * The place, as a `mid` of the connection
 */
mid: string
id: ClientId
kind: MediaKind
}
export interface MediaPublisher {
id: ClientId
/**
 * The published streams
 * 
 * @maxItems 4
 */
kinds: MediaKind[]
/**
 * Those that are muted
 * 
 * @maxItems 4
 */
muted: MediaKind[]
}
export interface MediaSpeakers {
/**
 * @maxItems 8
 */
speakers: MediaSpeaker[]
}
export interface MediaSpeaker {
id: ClientId
/**
 * Level in dBov, as an average over the first half second of talking: 0 is the loudest, -127 is silence
 */
level: number
}
export interface MediaQualities {
/**
 * @maxItems 100
 */
participants: ParticipantQuality[]
}
export interface ParticipantQuality {
id: ClientId
/**
 * Of the worse connection. `fair`: 3 % of the packets are lost, or the jitter is 40 ms, or the round trip time is 250 ms. `poor`: 10 %, 100 ms, 500 ms
 */
score: ("good" | "fair" | "poor")
publishing?: StreamQuality
listening?: StreamQuality
}
/**
 * The connection on which the client publishes, or on which it receives
 */
export interface StreamQuality {
/**
 * Share of the packets that were lost. Of a client that receives, also those that were lost on their way to the media server
 */
loss: number
/**
 * Variation in ms of the time that packets take
 */
jitter_ms?: number
/**
 * Round trip time in ms. Only measured while the media server sends something to the client
 */
rtt_ms?: number
}
export interface MediaEnded {
/**
 * The connection on which the client publishes, or on which it receives
 */
connection: ("publishing" | "listening")
/**
 * `false` if the client is not allowed to publish any more
 */
allowed?: false
}
export interface GetExclusions {
classUuid: ClassUuid
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface Exclusions {
/**
 * @maxItems 200
 */
exclusions: Exclusion[]
/**
 * Cursor of the page with older entries. Absent if there is none
 */
before?: number
status: 200
}
/**
 * A user who is not allowed in a lecture or a class.
 */
export interface Exclusion {
userId: UserId
userName: Username
/**
 * `lecture`: the user can join again once the instructor has readmitted it. `class`: a ban from the class and all of its lectures, until the instructor lifts it
 */
scope: ("lecture" | "class")
lectureId?: LectureId
/**
 * Name of the lecture. Present if `scope` is `lecture`
 */
lectureName?: string
/**
 * Time of the removal, ISO 8601
 */
since: string
}
export interface ReadmitParticipant {
classUuid: ClassUuid
lectureId?: LectureId
userId: UserId
}
export interface ReadmittedParticipant {
classUuid: ClassUuid
lectureId?: LectureId
userId: UserId
status: 200
}
export interface GetAuditLog {
classUuid: ClassUuid
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface AuditLog {
/**
 * @maxItems 200
 */
entries: AuditEntry[]
/**
 * Cursor of the page with older entries. Absent if there is none
 */
before?: number
status: 200
}
/**
 * An action of an instructor or, without `actorId`, of the operator. Names are those at the time of the action.
 */
export interface AuditEntry {
action: AuditAction
/**
 * Time, ISO 8601
 */
at: string
actorId?: UserId
actorName?: Username
targetId?: UserId
targetName?: Username
lectureId?: LectureId
/**
 * Name of the lecture, if the action was about one
 */
lectureName?: string
/**
 * Details of the action
 */
detail?: string
}
export interface InstructorTimeChange {
classUuid: ClassUuid
lectureId: LectureId
newtime: Seconds
/**
 * New playback speed. 1 is normal. If absent, the speed does not change
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
 * Client's monotonic time when it sends the request, in ms
 */
t0: number
}
export interface SyncedClock {
/**
 * As in the request
 */
t0: number
/**
 * Server's monotonic time when it received the request, in ms
 */
t1: number
/**
 * Server's monotonic time when it sent the reply, in ms
 */
t2: number
}
/**
 * A chat room.
 */
export interface ProgrammeRoom {
roomId: ChatRoomId
/**
 * Title of the chat room
 */
title: string
/**
 * Maximum number of clients in the room
 */
max: number
/**
 * Number of clients in the room
 */
count: number
}
export interface LoadUsers {
roomId: ChatRoomId
/**
 * Client ID (`id`) of the last member of the previous page. Omit it for the first page
 */
after?: ClientId
/**
 * Maximum number of entries. A page with fewer entries is the last one
 */
limit?: number
}
/**
 * A client in a chat room.
 */
export interface ProgrammeUser {
/**
 * User ID
 */
userUID: string
/**
 * Name that others see
 */
displayName: string
/**
 * URL of the user's photo, if the token contains one
 */
photoURL?: string
/**
 * Client ID, as the receiver of signals
 */
id: ClientId
}
export interface CreateChatRoom {
/**
 * Title of the chat room. Must contain a character other than white space, and no control or invisible characters
 */
title: string
/**
 * Maximum number of clients in the room
 */
max: number
}
export interface CreateRoomReq {
/**
 * Whether the room was created
 */
result: boolean
roomId?: ChatRoomId
err?: CreateRoomError
}
export interface JoinChatRoom {
roomId: ChatRoomId
}
export interface JoinRoomReq {
/**
 * Whether the client joined
 */
result: boolean
err?: JoinRoomError
}
export interface LeaveChatRoom {
roomId: ChatRoomId
}
export interface ChatRoomCount {
roomId: ChatRoomId
/**
 * Number of clients in the room
 */
count: number
}
export interface DeletedChatRoom {
roomId: ChatRoomId
}
export interface ProgrammeChat {
roomId: ChatRoomId
/**
 * Text of the message
 */
msg: string
/**
 * `chat`, or `aggro` to spotlight the message
 */
type: ("chat" | "aggro")
/**
 * Title of the broadcast, without control or invisible characters. Relayed unchanged
 */
titleBroad?: string
}
export interface ProgrammeChatted {
/**
 * Name that others see
 */
displayName: string
/**
 * Text of the message
 */
msg: string
roomId: ChatRoomId
type: "chat"
/**
 * User ID
 */
userUID: string
/**
 * Title of the broadcast, without control or invisible characters. Relayed unchanged
 */
titleBroad?: string
}
export interface Aggro {
/**
 * Name that others see
 */
displayName: string
/**
 * Text of the message
 */
msg: string
roomId: ChatRoomId
type: "aggro"
/**
 * User ID
 */
userUID: string
aggroUID: AggroUID
/**
 * URL of the user's photo, if the token contains one
 */
photoURL?: string
/**
 * Title of the broadcast, without control or invisible characters. Relayed unchanged
 */
titleBroad?: string
/**
 * Points of the spotlighted message: its initial points, plus 1 for each user who voted it up, minus 1 for each user who voted it down
 */
point: number
/**
 * Remaining time of the spotlight in ms, unless its points fall to 0
 */
ms: number
}
export interface AggroPause {
roomId: ChatRoomId
/**
 * Remaining time of the pause, in ms
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
 * Points of the spotlighted message: its initial points, plus 1 for each user who voted it up, minus 1 for each user who voted it down
 */
point: number
}
export interface SetRecording {
classUuid: ClassUuid
lectureId: LectureId
/**
 * Whether the lecture is to be recorded
 */
record: boolean
}
export interface RecordingChange {
recording: RecordingState
/**
 * Why the recording ended: the instructor `stopped` it, the lecture `ended`, the storage is `full`, or the media server was `lost`
 */
reason?: ("stopped" | "ended" | "full" | "lost")
status: 200
}
/**
 * Whether a lecture is recorded.
 */
export interface RecordingState {
running: boolean
/**
 * The instructor who started it
 */
by?: UserId
/**
 * ISO 8601
 */
since?: string
}
export interface RecordingReady {
lectureId: LectureId
recordingId: RecordingId
status: 200
}
export interface GetRecordings {
classUuid: ClassUuid
lectureId: LectureId
}
export interface Recordings {
/**
 * @maxItems 50
 */
recordings: Recording[]
status: 200
}
/**
 * A recording of a lecture.
 */
export interface Recording {
recordingId: RecordingId
/**
 * `running`, `converting` after its end, or `ready`
 */
state: ("running" | "converting" | "ready")
/**
 * ISO 8601
 */
startedAt: string
/**
 * ISO 8601. Absent while it runs
 */
endedAt?: string
/**
 * What each user published, in the order in which it begins. Empty until the recording is `ready`
 * 
 * @maxItems 500
 */
files: RecordingFile[]
}
export interface RecordingFile {
userId: UserId
userName: Username
/**
 * Opus in Ogg for the sound of a microphone or a screen, WebM for the picture of a camera or a screen
 */
kind: ("microphone" | "camera" | "screen" | "screenSound")
/**
 * Seconds from the beginning of the recording
 */
startsAt: number
bytes: number
/**
 * Relative to the address of the server's pages
 */
url: string
}
export interface DeleteRecording {
classUuid: ClassUuid
lectureId: LectureId
recordingId: RecordingId
}
export interface DeletedRecording {
lectureId: LectureId
recordingId: RecordingId
status: 200
}
export interface SetEntry {
room_id: RoomId
entry: Entry
}
export interface EntrySet {
room_id: RoomId
entry: Entry
}
export interface RemoveUser {
room_id: RoomId
/**
 * User ID: `user` of the member in lists of members, or its `id` if there is none
 */
user: UserId
}
export interface UserRemoved {
room_id: RoomId
/**
 * User ID: `user` of the member in lists of members, or its `id` if there is none
 */
user: UserId
}
export interface GetRemoved {
room_id: RoomId
/**
 * Cursor: `before` from the previous page. Omit it for the newest page
 */
before?: number
/**
 * Maximum number of entries
 */
limit?: number
}
export interface RemovedUsers {
room_id: RoomId
/**
 * @maxItems 200
 */
users: RemovedUser[]
/**
 * Cursor of the page with older entries. Absent if there is none
 */
before?: number
}
/**
 * A user who was removed from a room.
 */
export interface RemovedUser {
/**
 * User ID: `user` of the member in lists of members, or its `id` if there is none
 */
user: UserId
/**
 * The user's name at the time of the removal
 */
username: Username
/**
 * Time of the removal, ISO 8601
 */
since: string
}
export interface ReadmitUser {
room_id: RoomId
/**
 * User ID: `user` of the member in lists of members, or its `id` if there is none
 */
user: UserId
}
export interface UserReadmitted {
room_id: RoomId
/**
 * User ID: `user` of the member in lists of members, or its `id` if there is none
 */
user: UserId
}
export interface StopMedia {
room_id: RoomId
media: StoppableMedia
/**
 * User ID. If absent, everyone except the owner and the instructors
 */
user?: UserId
}
export interface MediaStopped {
room_id: RoomId
media: StoppableMedia
/**
 * Name of the owner or instructor
 */
by: Username
/**
 * IDs of users who are not concerned. Present if everyone else is
 * 
 * @maxItems 200
 */
except?: UserId[]
}
export interface CreateRoom {
/**
 * If absent, the server generates an ID
 */
room_id?: RoomId
title?: GivenRoomTitle
public?: RoomPublic
password?: RoomPassword
max?: RoomMax
speech?: RoomSpeech
entry?: Entry
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
 * Whether the room has a password
 */
locked: boolean
speech: RoomSpeech
max?: RoomMax
/**
 * Number of clients in the room
 */
count?: number
/**
 * True for the room's owner, otherwise absent
 */
own?: boolean
/**
 * Absent if everyone can join
 */
entry?: Entry
}
export interface Rooms {
/**
 * @maxItems 200
 */
rooms: Room[]
/**
 * Cursor for the next older page. Absent if there is none
 */
before?: number
}
export interface UpdateRoom {
room_id: RoomId
title?: GivenRoomTitle
public?: RoomPublic
/**
 * New password, or `null` to remove it
 */
password?: (RoomPassword | null)
/**
 * New limit, or `null` to remove it
 */
max?: (RoomMax | null)
speech?: RoomSpeech
entry?: Entry
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
 * JSON Web Token, see Users and login. In open mode: absent, or a guest's identity
 */
token?: string
userAgent?: UserAgent
/**
 * Version of the session protocol: `1.0`, `1.1` or `1.2`. If absent, the client is an older one. A client with `1.2` must acknowledge messages by `ack`, and gets missed messages in the reply to `relogin`. New programs should use `1.2`
 */
protocol?: string
reconnection?: Reconnection
/**
 * Room to join, if the endpoint does not name one. The token must grant it
 */
room?: RoomId
/**
 * Password of the room, if it has one
 */
password?: string
/**
 * Whether the client waits if the owner of the room has to admit it, see Waiting rooms. If not, the login is refused with `forbidden` and `entry`
 */
wait?: boolean
}
/**
 * Program that the client is. `sdk` names its library
 */
export interface UserAgent {
sdk?: Sdk
[k: string]: unknown
}
/**
 * Library of the program
 */
export interface Sdk {
/**
 * Name of the library
 */
type?: string
/**
 * Version of the library
 */
version?: string
[k: string]: unknown
}
/**
 * The client is logged in.
 */
export interface LoggedIn {
status: "ok"
data: LoginData
}
export interface LoginData {
id: ClientId
/**
 * User ID
 */
user: UserId
name?: Username
role: Role
permission: Permission
room?: LoginRoom
reconnectionTicket?: ReconnectionTicket
/**
 * Time for which the session can be resumed after the connection was lost, in seconds
 */
reconnectionTimeout?: number
tokenLifetime?: TokenLifetime
}
/**
 * Whether the client is allowed to send and to receive media in the room
 */
export interface Permission {
publish: MediaPermission
/**
 * Receiving
 */
subscribe: MediaPermission
}
/**
 * Sending
 */
export interface MediaPermission {
/**
 * Whether audio is allowed
 */
audio: boolean
/**
 * Whether video is allowed
 */
video: boolean
}
/**
 * The room that the client joined, with its members. Absent if it joined none, or waits to be admitted
 */
export interface LoginRoom {
id: RoomId
/**
 * Members of the room, including the client itself
 * 
 * @maxItems 100000
 */
participants: SessionParticipant[]
}
/**
 * A client in the room.
 */
export interface SessionParticipant {
id: ClientId
user: UserId
role: Role
}
/**
 * A refused session request.
 */
export interface Denied {
status: "error"
/**
 * Reason, for people
 */
data: string
/**
 * Reason, as an error code
 */
code: ("bad-json" | "bad-envelope" | "unknown-type" | "bad-data" | "unknown-receiver" | "not-in-room" | "forbidden" | "revoked" | "not-found" | "conflict" | "full" | "rate-limited" | "too-large" | "login-required" | "ticket-expired" | "ticket-invalid" | "unavailable" | "internal")
/**
 * JSON Pointer to the first invalid value in `data`. Present for `bad-data`, and as `/password` for `forbidden` if a room's password is missing or wrong
 */
pointer?: string
/**
 * Allowed value at `pointer`
 */
expected?: string
/**
 * Time to wait before the next attempt, in ms. Present for `rate-limited`
 */
retry_after_ms?: number
/**
 * Present if the owner or the server administrator has removed the user from the room
 */
removed_from?: "room"
/**
 * Present if the room does not let newcomers join, or (`waiting`) only those who are admitted
 */
entry?: ("waiting" | "closed")
}
export interface ReloginData {
ticket: ReconnectionTicket
seen?: Seen
}
/**
 * For each log, by its name: the last `seq` that the client has processed
 */
export interface Seen {
[k: string]: number
}
/**
 * The session is resumed. For a client with protocol 1.2, `data` contains the missed messages; for others it is the next ticket, and the missed messages follow.
 */
export interface ReloggedIn {
status: "ok"
/**
 * The next ticket, with or without the missed messages
 */
data: (ReconnectionTicket | ReloginAnswer)
/**
 * Client ID of the resumed session
 */
id: ClientId
/**
 * Whether all logs are complete
 */
recovered: boolean
logs: RecoveredLogs
}
export interface ReloginAnswer {
ticket: ReconnectionTicket
/**
 * The missed messages, as complete envelopes: log by log, in the order of each log
 * 
 * @maxItems 100000
 */
messages: MissedMessage[]
}
export interface MissedMessage {
[k: string]: unknown
}
/**
 * For each log, by its name: whether it is complete, and where it continues
 */
export interface RecoveredLogs {
[k: string]: RecoveredLog
}
export interface RecoveredLog {
/**
 * Whether the client has received every message of this log
 */
recovered: boolean
/**
 * Number of the last message before the live ones. The next live message has the next number
 */
seq: number
}
/**
 * The new ticket.
 */
export interface RefreshedTicket {
status: "ok"
data: ReconnectionTicket
}
export interface RefreshToken {
/**
 * JSON Web Token
 */
token: string
}
/**
 * The new token is accepted.
 */
export interface RefreshedToken {
status: "ok"
data: RefreshedTokenData
}
export interface RefreshedTokenData {
tokenLifetime: TokenLifetime
}
/**
 * The session has ended.
 */
export interface LoggedOut {
status: "ok"
}
export interface Ack {
[k: string]: number
}
export interface Drop {
/**
 * Reason, for people
 */
reason: string
}
export interface ChangeRoom {
/**
 * Room to go to
 */
room_id: RoomId
/**
 * Reason, for people
 */
reason?: string
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
export interface GetWaiting {
room_id: RoomId
}
export interface WaitingUsers {
room_id: RoomId
/**
 * The 100 users who have waited longest
 * 
 * @maxItems 100
 */
users: WaitingUser[]
/**
 * Number of users who wait
 */
count: number
}
/**
 * A user who waits to be admitted.
 */
export interface WaitingUser {
/**
 * User ID
 */
user: UserId
/**
 * The user's name
 */
username: Username
}
export interface Admit {
room_id: RoomId
/**
 * User ID. If absent, everyone who waits
 */
user?: UserId
}
export interface Admitted {
room_id: RoomId
/**
 * User ID. If absent, everyone who waits
 */
user?: UserId
}
export interface Refuse {
room_id: RoomId
/**
 * User ID. If absent, everyone who waits
 */
user?: UserId
}
export interface RefusedEntry {
room_id: RoomId
/**
 * User ID. If absent, everyone who waits
 */
user?: UserId
}
export interface EntryState {
room_id: RoomId
/**
 * Whether the client waits, was admitted, or was refused
 */
state: ("waiting" | "admitted" | "refused")
/**
 * Present if the client was admitted, but could not join: the reason as an error code, for example `full`. The state is `refused`
 */
code?: ("bad-json" | "bad-envelope" | "unknown-type" | "bad-data" | "unknown-receiver" | "not-in-room" | "forbidden" | "revoked" | "not-found" | "conflict" | "full" | "rate-limited" | "too-large" | "login-required" | "ticket-expired" | "ticket-invalid" | "unavailable" | "internal")
}

/** What a client may send: the payload's type by message type. `undefined` where it may be absent. */
export interface ClientData {
  /** Creates a link for another browser. It can be used once, within 10 minutes. It replaces an earlier link of the same user that was not used. */
  'create-browser-link': Payloads['client create-browser-link'];
  /** Uses a link. The reply contains a guest identity of the user who created it. The client stores this identity instead of its own, and connects with it. Refused with `not-found` if the link does not exist, has been used or has expired, and with `full` if the user has 10 browsers. */
  'use-browser-link': Payloads['client use-browser-link'];
  /** Returns the browsers of the sender's user, in the order in which they were added. The list is empty until the user creates the first link. */
  'get-browsers': Payloads['client get-browsers'] | undefined;
  /** Withdraws the identity of one of the sender's browsers. Its clients are disconnected on all nodes, and its identity is refused with `revoked` from then on. Refused with `not-found` if the user has no such browser. */
  'sign-out-browser': Payloads['client sign-out-browser'];
  /** Creates a class. The sender becomes its instructor. In token mode, the token must grant `create`. */
  'CreateClass': Payloads['client CreateClass'];
  /** Requests what a class is about, before enrolling in it. For everyone who knows the class's ID and is allowed to enroll. Refused with `forbidden` if the sender is not: in token mode, the token must grant the class (claim `grants.classes`), and nobody who has been banned from the class gets it. */
  'GetInvitation': Payloads['client GetInvitation'];
  /** Enrolls the sender as a student of the class. Refused with `conflict` if the sender is already enrolled. In token mode, the token must grant the class (claim `grants.classes`). The class room receives GetClassMembers. */
  'EnrollClass': Payloads['client EnrollClass'];
  /** Ends the sender's membership in the class. What the sender wrote stays. Refused with `conflict` for the last instructor. The sender's clients on all connections leave the rooms of the class and its lectures. The class room and these clients receive the reply. */
  'LeaveClass': Payloads['client LeaveClass'];
  /** Ends a student's membership in the class and bans the student from it. What the student wrote stays. After ReadmitParticipant, the student can enroll again. Instructor only; refused with `conflict` for instructors. The student's clients leave the rooms of the class and its lectures. The class room and these clients receive the reply. */
  'RemoveMember': Payloads['client RemoveMember'];
  /** Makes a class member an instructor or a student. Instructor only. Takes effect immediately, also in live lectures. A new instructor's exclusions end, and a raised hand is lowered. A live lecture ends if no instructor remains in its room. Refused with `conflict` for the last instructor, if the class has 50 instructors, or if the user is the instructor of the maximum number of classes. The class room and the user's clients receive the reply. */
  'SetMemberType': Payloads['client SetMemberType'];
  /** Changes the title or the subtitle of a class; what is absent stays as it is. Instructor only. The class room receives the reply. */
  'UpdateClass': Payloads['client UpdateClass'];
  /** Deletes a class with its lectures, chat, markers and attendance. Instructor only. Cannot be undone. The class room receives the reply, and so do the rooms of its lectures. All clients leave these rooms. */
  'DeleteClass': Payloads['client DeleteClass'];
  /** Returns a page of the classes that the sender teaches or is enrolled in, newest last. The first request returns the newest page; `before` requests older ones. */
  'GetClasses': Payloads['client GetClasses'] | undefined;
  /** Joins the class room. Only for the instructor and enrolled students. */
  'JoinClass': Payloads['client JoinClass'];
  /** Returns a page of the members of the class, in the order in which they enrolled, and which of them are connected. The first page is also sent to the class room after changes, which are collected for 250 ms or, in large classes, longer. */
  'GetClassMembers': Payloads['client GetClassMembers'];
  /** Creates the sender's secret link to the calendar of the class, which replaces an earlier one. Members only. Everyone with the link can read the names and dates of the 200 newest lectures, without a login, until the member withdraws it, leaves the class, or is removed from it. The server stores only a hash of it. */
  'CreateClassFeed': Payloads['client CreateClassFeed'];
  /** Returns whether the sender has a link to the calendar of the class. The link itself is only in the reply to CreateClassFeed. */
  'GetClassFeed': Payloads['client GetClassFeed'];
  /** Withdraws the sender's link to the calendar of the class, if there is one. */
  'WithdrawClassFeed': Payloads['client WithdrawClassFeed'];
  /** Requests a pong with the same data. The server pings each client at the interval that `welcome` gives, so that programs that cannot see WebSocket pings can detect a dead connection. */
  'ping': Payloads['client ping'] | undefined;
  /** Answers a ping, with the ping's data. A pong to the server has no reply unless it carries an `id`. */
  'pong': Payloads['client pong'] | undefined;
  /** A text message to a room, including the sender, or to one client. The envelope's `sender` identifies the writer. The server sends one to a client that cannot hear a room because a media server carries it. In token mode, the server replaces `from` by the user's name. */
  'text': Payloads['client text'];
  /** Requests the members of a room: the given one, or the room of the connection's endpoint. */
  'get-room-info': Payloads['client get-room-info'] | undefined;
  /** Sets the client's name in all of its rooms, and notifies them. Refused with `forbidden` in token mode, where the token contains the name. */
  'profile': Payloads['client profile'];
  /** Requests the STUN and TURN servers, with credentials for this client. */
  'get-ice-servers': Payloads['client get-ice-servers'] | undefined;
  /** A session description that starts or updates a peer connection. The receiver replies with answer. Relayed unchanged. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed unchanged. */
  'answer': Payloads['client answer'];
  /** A network address at which the sender might be reachable, as `RTCIceCandidateInit`. An empty candidate says that there are no more. Relayed unchanged. */
  'icecandidate': Payloads['client icecandidate'];
  /** Asks the offering client of a peer connection for a new offer. Sent by the answering client to add or remove tracks, or because the connection failed. Relayed unchanged. */
  'renegotiate': Payloads['client renegotiate'];
  /** A short text for tests of a connection. To a room or a client: relayed. To the server: noted in its log, without the text. */
  'greeting': Payloads['client greeting'];
  /** To the server: ends the session. The client leaves its rooms and the connection is closed with code 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
  /** Joins a room under a name. A client that is already in the room changes its name. In token mode, the name of the token is used instead. */
  '/layout JOIN': Payloads['client /layout JOIN'];
  /** Leaves a room. */
  '/layout LEAVE': Payloads['client /layout LEAVE'];
  /** Sends a value to the other members of a room, as EVENT. Only for members of the room, unless the server has `--open-publishing`: then any client whose token grants the room can send. */
  '/layout NOTIFY': Payloads['client /layout NOTIFY'];
  /** Requests a page of the names of a room's members. Only for members of the room. */
  '/layout CLIENTS': Payloads['client /layout CLIENTS'];
  /** Joins a room under a name. A client that is already in the room changes its name. In token mode, the name of the token is used instead. */
  '/bus JOIN': Payloads['client /bus JOIN'];
  /** Leaves a room. */
  '/bus LEAVE': Payloads['client /bus LEAVE'];
  /** Sends a value to the other members of a room, as EVENT. Only for members of the room, unless the server has `--open-publishing`: then any client whose token grants the room can send. */
  '/bus NOTIFY': Payloads['client /bus NOTIFY'];
  /** Requests a page of the names of a room's members. Only for members of the room. */
  '/bus CLIENTS': Payloads['client /bus CLIENTS'];
  /** Returns a page of the lectures of a class, newest last. The first request returns the newest page; `before` requests older ones. The newest page is also sent to the class room after changes, which are collected for 250 ms or, in large classes, longer. The lectures of a list have an empty `playlist`, unless the request has `playlists`. */
  'GetLectures': Payloads['client GetLectures'];
  /** Creates a lecture. Instructor only. Also sent to the class room. */
  'CreateLecture': Payloads['client CreateLecture'];
  /** Changes the name, date or playlist of a lecture, also while it is live; what is absent stays as it is. Instructor only. The lecture room and the class room receive the reply. A video that is still in the changed playlist keeps its markers and, if it is the current one, its playback. If the current video is not, the lecture is paused at the start of the video in its place. A video in the place of a removed one inherits its markers; otherwise the markers of removed videos are deleted. */
  'UpdateLecture': Payloads['client UpdateLecture'];
  /** Deletes a lecture with its chat, markers and attendance. Instructor only. Cannot be undone. The class room and the lecture room receive the reply. All clients leave the lecture room. */
  'DeleteLecture': Payloads['client DeleteLecture'];
  /** Joins the lecture room. Only for the instructor and enrolled students. The reply contains the lecture's current state. It is broadcast to the lecture room; a client that is already in the room only gets the reply. If the instructor has to admit the user, the reply is a refusal with `entry`; with `wait`, the client then waits, and sends the request again when it is admitted. */
  'JoinLecture': Payloads['client JoinLecture'];
  /** Leaves the lecture room, or stops waiting for it. If the instructor leaves a live lecture, the lecture stops being live. The lecture room and the class room are notified. The server sends this type only to refuse it; a successful request is answered by accepted. */
  'ExitLecture': Payloads['client ExitLecture'];
  /** Returns a page of the users in the lecture. The first page is also sent to the lecture room after changes, which are collected for 250 ms or, in large lectures, longer. */
  'GetActiveLectureMember': Payloads['client GetActiveLectureMember'];
  /** Starts or stops the live lecture. Instructor only. Stopping resets the video index to 0. The lecture room receives the reply, and the class room GetLectures. */
  'SetLectureLiveStatus': Payloads['client SetLectureLiveStatus'];
  /** Raises the sender's hand. Repeating it has no effect. The lecture room receives all raised hands. */
  'RaiseHand': Payloads['client RaiseHand'];
  /** Lowers the sender's hand. The instructor can lower the hand of any user, by `userId`. The lecture room receives the remaining hands. */
  'LowerHand': Payloads['client LowerHand'];
  /** Lowers all hands. Instructor only. The lecture room receives the reply. */
  'LowerAllHands': Payloads['client LowerAllHands'];
  /** Sets who is allowed to speak. Instructor only. The lecture room receives the reply. Clients mute the audio of users who are not allowed to speak, and the server refuses their voice messages. */
  'SetSpeechMode': Payloads['client SetSpeechMode'];
  /** Allows a user to speak and lowers the user's hand. Instructor only. The lecture room receives the reply. */
  'GrantSpeech': Payloads['client GrantSpeech'];
  /** Withdraws a user's right to speak. Instructor only. The lecture room receives the reply. */
  'RevokeSpeech': Payloads['client RevokeSpeech'];
  /** Removes a user from the lecture, on all of the user's connections. Instructor only. Afterwards the server refuses everything that the user sends to the lecture with 403 and `removed_from`, until the instructor sends ReadmitParticipant. Any student of the class can be removed, including one who is not in the lecture. The lecture room, including the user, receives the reply. Clients of the user in other rooms of the class receive it directly, with the `lectureId` of their lecture. */
  'DropParticipant': Payloads['client DropParticipant'];
  /** Returns a page of the users who attended the lecture, and when. Instructor only. Visits of a user that are less than a minute apart are merged. */
  'GetAttendance': Payloads['client GetAttendance'];
  /** Returns the lecture as a calendar file, which a program can import. The event is the same as in the calendar of the class: `UID` stays, and `SEQUENCE` grows if the name or the date changes. It is empty for a lecture of an older server whose date is another text. */
  'GetLectureCalendar': Payloads['client GetLectureCalendar'];
  /** Sends a text to the lecture. The server translates and stores it. The lecture room receives the reply. */
  'LiveChatTextMessage': Payloads['client LiveChatTextMessage'];
  /** Sends a text to the instructors of the class. An instructor can send it to the instructors and one other member, as an answer. The server translates and stores it with the chat. Those of its readers who are in the lecture receive it with all of their clients; for the client that sent it, it is the reply. */
  'LiveChatPrivateMessage': Payloads['client LiveChatPrivateMessage'];
  /** Returns a page of the lecture's chat, oldest message first. The first request returns the newest page; `before` requests older ones. Members who are not instructors get the private messages that they sent or that were sent to them, and no others. */
  'GetLiveChatMessages': Payloads['client GetLiveChatMessages'];
  /** Deletes a message of the chat. Only for its author and the instructor. Cannot be undone. The lecture room receives the reply. The server can keep the reply to the author's request until the author's session ends, at most a day. */
  'DeleteLiveChatMessage': Payloads['client DeleteLiveChatMessage'];
  /** Deletes all texts of a lecture's chat. Instructor only. Cannot be undone. Markers and their messages stay. The lecture room receives the reply. */
  'ClearChat': Payloads['client ClearChat'];
  /** Sends a voice message. The other members of the lecture room receive it. The server stores it with the chat unless a budget is used up, and tells the sender in LiveChatAudioSaved. While only the instructor speaks, the server refuses it with 403, except from the instructor and users who were granted the right to speak. Maximum size of the decoded audio: 1 MiB. */
  'LiveChatAudioMessage': Payloads['client LiveChatAudioMessage'];
  /** Returns the audio of a stored voice message in parts, each of about `--page-bytes`. The first request returns the first part; `offset` requests the others. */
  'GetLiveChatAudio': Payloads['client GetLiveChatAudio'];
  /** Shows a reaction to the lecture. It is not stored. The lecture room receives the numbers of reactions in Reactions. */
  'Reaction': Payloads['client Reaction'];
  /** Joins a lobby. Refused with `conflict` if the client is in a lobby. The client receives PEERS, and all members receive JOINED. `data` is the lobby's ID. */
  '/lobby JOIN': Payloads['client /lobby JOIN'];
  /** Leaves the lobby. The other members receive LEFT. `data` is the lobby's ID. */
  '/lobby LEAVE': Payloads['client /lobby LEAVE'];
  /** Sends a value to all members of the sender's lobby, as MESSAGE. */
  '/lobby BROADCAST': Payloads['client /lobby BROADCAST'];
  /** Sends a signal to one client in the same lobby. The server relays all members of `data` and adds `from`. */
  '/lobby RTCSIGNAL': Payloads['client /lobby RTCSIGNAL'];
  /** Creates a question or a discussion. The lecture room receives the reply. */
  'CreateMarker': Payloads['client CreateMarker'];
  /** Deletes a marker and its messages. Only for the marker's creator and the instructor. The lecture room receives the reply. */
  'DeleteMarker': Payloads['client DeleteMarker'];
  /** Marks a question as answered, or as open again. Only for the question's creator and the instructor. The lecture room receives the reply. A discussion is refused with 409. */
  'SetMarkerAnswered': Payloads['client SetMarkerAnswered'];
  /** Votes for a question, or withdraws the vote. A user has one vote for each question. The lecture room receives the number of votes in MarkerVotes. A discussion is refused with 409. */
  'VoteMarker': Payloads['client VoteMarker'];
  /** Adds a text to a marker. The server translates and stores it. The lecture room receives the reply. */
  'MarkerTextMessage': Payloads['client MarkerTextMessage'];
  /** Returns a page of a marker's messages, oldest message first. The first request returns the newest page; `before` requests older ones. Only for members of the class. */
  'GetMarkerMessages': Payloads['client GetMarkerMessages'];
  /** Returns a page of the markers of one video or, without `videoIndex`, of all videos, oldest marker first. The first request returns the newest page; `before` requests older ones. */
  'GetMarkers': Payloads['client GetMarkers'];
  /** Reports that the sender opened a marker. The reply contains the same data. */
  'TimeMarkerClicked': Payloads['client TimeMarkerClicked'];
  /** Takes part in the media of a room that the client is in. From then on, the client receives media when a media server takes the room over or gives it back, until it leaves the room. Send it again after a reconnection. */
  '/sfu join': Payloads['client /sfu join'] | undefined;
  /** From a client, the description of the connection on which it publishes: the first one, or one with other streams, or one that restarts ICE. From the server, the description of the connection on which a client receives, as the reply to listen. */
  '/sfu offer': Payloads['client /sfu offer'];
  /** Answers an offer: the server that of a client, or the client that of the server. */
  '/sfu answer': Payloads['client /sfu answer'];
  /** Requests a connection on which the client receives, with a fixed number of places for streams. Replaces an earlier one. The server puts streams into the places, and says which with places. */
  '/sfu listen': Payloads['client /sfu listen'];
  /** Says which pictures the client wants. Without any, its places for pictures stay empty: the media server sends it no camera and no screen, but the sound of screens. A browser can publish its camera in three sizes at the same time. Of a camera that the client shows in a small tile, the media server then sends it a smaller one, which saves much of its connection. Holds until the client sends it again, or listen, which asks for all pictures, and for large cameras. */
  '/sfu view': Payloads['client /sfu view'];
  /** A network address at which the client might be reachable, as `RTCIceCandidateInit`. An empty candidate says that there are no more. The server's descriptions contain all of its candidates. */
  '/sfu icecandidate': Payloads['client /sfu icecandidate'];
  /** Mutes or unmutes a published stream of the client at the media server: nobody receives it, and all are told. */
  '/sfu mute': Payloads['client /sfu mute'];
  /** Returns the users who were removed from lectures of the class, or banned from the class, oldest first. Instructor only. The first request returns the newest page; `before` requests older ones. */
  'GetExclusions': Payloads['client GetExclusions'];
  /** Lets a removed user into the lecture again. Without `lectureId`, lifts a ban from the class. Instructor only. The user is not notified. */
  'ReadmitParticipant': Payloads['client ReadmitParticipant'];
  /** Returns what instructors and the operator did to others in the class: removals, bans, muting, roles, deletions and the end of live lectures, oldest first. Instructor only. The server keeps entries for `auditRetention` (a year by default). The first request returns the newest page; `before` requests older ones. */
  'GetAuditLog': Payloads['client GetAuditLog'];
  /** Moves the video to `newtime`. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorTimeChange': Payloads['client InstructorTimeChange'];
  /** Starts the video. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorPlay': Payloads['client InstructorPlay'];
  /** Stops the video. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorPause': Payloads['client InstructorPause'];
  /** Selects another video of the playlist, from its beginning. Instructor only. The lecture room receives the reply. */
  'SelectVideo': Payloads['client SelectVideo'];
  /** Measures the offset between the clocks of client and server, see Clock synchronization. */
  'SyncClock': Payloads['client SyncClock'];
  /** Joins the programme, to receive changes of its chat rooms. */
  '/programme enter': Payloads['client /programme enter'] | undefined;
  /** Requests a page of the chat rooms of the programme, oldest first. The first page is also sent to a client that resumed its session. */
  '/programme loadRooms': Payloads['client /programme loadRooms'] | undefined;
  /** Requests a page of the members of a chat room, in the order in which they joined. A user with several clients is listed once for each. The first page is also sent to a client that resumed its session, for each chat room that it is still in. */
  '/programme loadUsers': Payloads['client /programme loadUsers'];
  /** Creates a chat room and joins it. In token mode, the token must grant `create`. */
  '/programme createRoom': Payloads['client /programme createRoom'];
  /** Joins a chat room. All members, including the sender, receive the joined user. If a message is spotlighted, the sender receives it as aggro. */
  '/programme joinRoom': Payloads['client /programme joinRoom'];
  /** Leaves a chat room. The remaining members receive the user who left. They also receive it if a session ends. */
  '/programme leaveRoom': Payloads['client /programme leaveRoom'];
  /** Sends a message to a chat room. With `type: "aggro"`, the message is spotlighted: the room receives aggro, or the sender receives aggroErr. */
  '/programme chat': Payloads['client /programme chat'];
  /** Votes a spotlighted message up. Each user counts once. Answered by aggroErr if the spotlight has ended. */
  '/programme aggroUp': Payloads['client /programme aggroUp'];
  /** Votes a spotlighted message down. Each user counts once. Answered by aggroErr if the spotlight has ended. */
  '/programme aggroDown': Payloads['client /programme aggroDown'];
  /** Starts or stops the recording of a live lecture. Instructor only. The lecture room receives the reply, also when the server ends a recording. Has no effect if the lecture is recorded already. Refused with `conflict` if this server does not record, the lecture is not live, or there is nothing to stop; with `full` if the recordings take up the maximum. */
  'SetRecording': Payloads['client SetRecording'];
  /** Returns the recordings of the lecture, oldest first. Each file can be downloaded at its `url` for 6 hours, by whoever has the URL, as long as the user is allowed in the lecture. The server supports range requests. */
  'GetRecordings': Payloads['client GetRecordings'];
  /** Deletes a recording that has ended. Instructor only. The lecture room receives the reply. */
  'DeleteRecording': Payloads['client DeleteRecording'];
  /** Opens a room or a lecture to everyone (`open`), lets newcomers wait until the owner or an instructor admits them (`waiting`, see Waiting rooms), or closes it to newcomers (`closed`). Its members stay, and can return after they have left. In a room, members receive room-settings; in a lecture, they receive the reply. Unless the lecture is open, the server refuses all messages about it from users who are not in it, were not in it when it was restricted, and were not admitted. Users who wait are admitted when it is opened, and refused when it is closed. */
  'set-entry': Payloads['client set-entry'];
  /** Removes a user from a room, with drop, and keeps the user out until readmit-user. Only for the owner of a room with settings; in lectures, use DropParticipant. Refused with `conflict` if 1,000 users are removed from the room. */
  'remove-user': Payloads['client remove-user'];
  /** Returns the users who were removed from a room, oldest first. Only for the owner of a room with settings; in lectures, use GetExclusions. The first request returns the newest page; `before` requests older ones. */
  'get-removed': Payloads['client get-removed'];
  /** Lets a removed user join the room again, unless the server administrator has banned the user. Only for the owner of a room with settings; in lectures, use ReadmitParticipant. The user is not notified. */
  'readmit-user': Payloads['client readmit-user'];
  /** Asks the clients of a user, or of everyone in the room, to stop sending from the microphone, the camera or the screen. The sender must be in the room. The user's page obeys, and the user can start again. In a room that a media server carries, the media server passes these streams on again only when the user unmutes the microphone or starts the camera or screen again. In other rooms, media goes from browser to browser, so the server cannot enforce this. To take the right to speak away, use SetSpeechMode, RevokeSpeech or the setting `speech` of a room. Refused with `not-found` if the user is not in the room. */
  'stop-media': Payloads['client stop-media'];
  /** Adds settings to a room. The sender becomes its owner. Refused with `conflict` if the room has settings, or others are in it and the sender does not moderate it. Members stay in the room and receive room-settings. In token mode, the token must grant `create` and, if `room_id` is given, that room. */
  'create-room': Payloads['client create-room'] | undefined;
  /** Returns a page of the rooms that are public or belong to the sender, newest last. */
  'get-rooms': Payloads['client get-rooms'] | undefined;
  /** Changes the given settings of a room. Only for its owner. Members stay in the room and receive room-settings. */
  'update-room': Payloads['client update-room'];
  /** Deletes the settings of a room and removes all of its members, with drop. Only for its owner. After that, the ID belongs to a room without settings. */
  'delete-room': Payloads['client delete-room'];
  /** Logs the client in, and joins a room: the endpoint's, the one in `room`, or the token's, in this order. The reply comes before any message of the room. It contains a ticket to resume the session, unless `reconnection` is `false`. */
  'login': Payloads['client login'];
  /** Resumes the session to which the ticket belongs, see Resuming. The client keeps its ID, rooms, name and role, and receives the messages that it missed. `data` can also be the ticket alone. */
  'relogin': Payloads['client relogin'];
  /** Requests a new ticket, before the current one expires. The current ticket remains valid until it expires or is used. */
  'refreshReconnectionTicket': Payloads['client refreshReconnectionTicket'] | undefined;
  /** Replaces the token of a client that is logged in, so that the session continues after the current token expires. The new token must belong to the same user. The client leaves rooms that the new token does not grant. */
  'refreshToken': Payloads['client refreshToken'];
  /** Ends the session. The client leaves its rooms, its ticket becomes invalid, and the connection is closed with code 1000. */
  'logout': Payloads['client logout'] | undefined;
  /** Acknowledges messages: for each log, the last `seq` that the client has processed. See Acknowledgements. */
  'ack': Payloads['client ack'];
  /** Joins a room. `data` is the ID. */
  '/trigger JOIN': Payloads['client /trigger JOIN'];
  /** Leaves a room. `data` is the ID. */
  '/trigger LEAVE': Payloads['client /trigger LEAVE'];
  /** Sends a value to the other members of a room, as EVENTS. Only for members of the room, unless the server has `--open-publishing`: then any client whose token grants the room can send. */
  '/trigger BROADCAST_EVENTS': Payloads['client /trigger BROADCAST_EVENTS'];
  /** Sends a value to the other members of a room, as UPDATES. Only for members of the room, unless the server has `--open-publishing`: then any client whose token grants the room can send. */
  '/trigger BROADCAST_UPDATES': Payloads['client /trigger BROADCAST_UPDATES'];
  /** Sends a value to the other members of a room, as STATUS. Only for members of the room, unless the server has `--open-publishing`: then any client whose token grants the room can send. */
  '/trigger BROADCAST_STATUS': Payloads['client /trigger BROADCAST_STATUS'];
  /** Returns the users who wait for a room or a lecture, those who have waited longest first. Only for the owner or an instructor. The server also sends it to those of them who are in the room, when the list changes. */
  'get-waiting': Payloads['client get-waiting'];
  /** Admits a user who waits for a room or a lecture, or everyone who waits. Only for the owner or an instructor. The clients of the user receive entry-state. The user can join again later until the room is open to everyone or the user is removed from it. */
  'admit': Payloads['client admit'];
  /** Refuses a user who waits for a room or a lecture, or everyone who waits. Only for the owner or an instructor. The clients of the user receive entry-state. The user can ask again; to prevent this, use remove-user or, in lectures, DropParticipant. */
  'refuse': Payloads['client refuse'];
}

/** What the server may send: the payload's type by message type. */
export interface ServerData {
  /** Creates a link for another browser. It can be used once, within 10 minutes. It replaces an earlier link of the same user that was not used. */
  'create-browser-link': Payloads['server create-browser-link'];
  /** Uses a link. The reply contains a guest identity of the user who created it. The client stores this identity instead of its own, and connects with it. Refused with `not-found` if the link does not exist, has been used or has expired, and with `full` if the user has 10 browsers. */
  'use-browser-link': Payloads['server use-browser-link'];
  /** Returns the browsers of the sender's user, in the order in which they were added. The list is empty until the user creates the first link. */
  'get-browsers': Payloads['server get-browsers'];
  /** Creates a class. The sender becomes its instructor. In token mode, the token must grant `create`. */
  'CreateClass': Payloads['server CreateClass'];
  /** Requests what a class is about, before enrolling in it. For everyone who knows the class's ID and is allowed to enroll. Refused with `forbidden` if the sender is not: in token mode, the token must grant the class (claim `grants.classes`), and nobody who has been banned from the class gets it. */
  'GetInvitation': Payloads['server GetInvitation'];
  /** Enrolls the sender as a student of the class. Refused with `conflict` if the sender is already enrolled. In token mode, the token must grant the class (claim `grants.classes`). The class room receives GetClassMembers. */
  'EnrollClass': Payloads['server EnrollClass'];
  /** Ends the sender's membership in the class. What the sender wrote stays. Refused with `conflict` for the last instructor. The sender's clients on all connections leave the rooms of the class and its lectures. The class room and these clients receive the reply. */
  'LeaveClass': Payloads['server LeaveClass'];
  /** Ends a student's membership in the class and bans the student from it. What the student wrote stays. After ReadmitParticipant, the student can enroll again. Instructor only; refused with `conflict` for instructors. The student's clients leave the rooms of the class and its lectures. The class room and these clients receive the reply. */
  'RemoveMember': Payloads['server RemoveMember'];
  /** Makes a class member an instructor or a student. Instructor only. Takes effect immediately, also in live lectures. A new instructor's exclusions end, and a raised hand is lowered. A live lecture ends if no instructor remains in its room. Refused with `conflict` for the last instructor, if the class has 50 instructors, or if the user is the instructor of the maximum number of classes. The class room and the user's clients receive the reply. */
  'SetMemberType': Payloads['server SetMemberType'];
  /** Changes the title or the subtitle of a class; what is absent stays as it is. Instructor only. The class room receives the reply. */
  'UpdateClass': Payloads['server UpdateClass'];
  /** Deletes a class with its lectures, chat, markers and attendance. Instructor only. Cannot be undone. The class room receives the reply, and so do the rooms of its lectures. All clients leave these rooms. */
  'DeleteClass': Payloads['server DeleteClass'];
  /** Returns a page of the classes that the sender teaches or is enrolled in, newest last. The first request returns the newest page; `before` requests older ones. */
  'GetClasses': Payloads['server GetClasses'];
  /** Joins the class room. Only for the instructor and enrolled students. */
  'JoinClass': Payloads['server JoinClass'];
  /** Returns a page of the members of the class, in the order in which they enrolled, and which of them are connected. The first page is also sent to the class room after changes, which are collected for 250 ms or, in large classes, longer. */
  'GetClassMembers': Payloads['server GetClassMembers'];
  /** Creates the sender's secret link to the calendar of the class, which replaces an earlier one. Members only. Everyone with the link can read the names and dates of the 200 newest lectures, without a login, until the member withdraws it, leaves the class, or is removed from it. The server stores only a hash of it. */
  'CreateClassFeed': Payloads['server CreateClassFeed'];
  /** Returns whether the sender has a link to the calendar of the class. The link itself is only in the reply to CreateClassFeed. */
  'GetClassFeed': Payloads['server GetClassFeed'];
  /** Withdraws the sender's link to the calendar of the class, if there is one. */
  'WithdrawClassFeed': Payloads['server WithdrawClassFeed'];
  /** The first message of the server on each connection. */
  'welcome': Payloads['server welcome'];
  /** Requests a pong with the same data. The server pings each client at the interval that `welcome` gives, so that programs that cannot see WebSocket pings can detect a dead connection. */
  'ping': Payloads['client ping'] | undefined;
  /** Answers a ping, with the ping's data. A pong to the server has no reply unless it carries an `id`. */
  'pong': Payloads['client pong'] | undefined;
  /** Confirms a message that carried an `id` and whose type has no reply of its own. */
  'accepted': Payloads['server accepted'];
  /** A text message to a room, including the sender, or to one client. The envelope's `sender` identifies the writer. The server sends one to a client that cannot hear a room because a media server carries it. In token mode, the server replaces `from` by the user's name. */
  'text': Payloads['client text'];
  /** A message that an application published to the room by `POST /api/rooms/<id>/messages` (HTTP API). With `durable: false` in the request, the message is volatile. */
  'event': Payloads['server event'];
  /** All members of a room. Sent as a reply, to a client that has joined, and to clients without `deltas=1` after a change. Changes are collected for 250 ms. A client without `deltas=1` receives it unasked only after the answer to its first message. */
  'room-info': Payloads['server room-info'];
  /** Clients that joined a room. Sent to clients with `deltas=1`. Changes are collected for 50 ms. The client that joins receives room-info instead. */
  'client-joined': Payloads['server client-joined'];
  /** Clients whose name or role changed. Sent to clients with `deltas=1`. Changes are collected for 50 ms. */
  'client-updated': Payloads['server client-updated'];
  /** Clients that left a room. Sent to clients with `deltas=1`. Changes are collected for 50 ms. */
  'client-left': Payloads['server client-left'];
  /** The STUN and TURN servers, in the form of `RTCConfiguration.iceServers`. A TURN server's `username` is `<unix expiry>:<client id>` and its `credential` is base64(HMAC-SHA1(secret, username)), as coturn's `use-auth-secret` expects. */
  'ice-servers': Payloads['server ice-servers'];
  /** A session description that starts or updates a peer connection. The receiver replies with answer. Relayed unchanged. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed unchanged. */
  'answer': Payloads['client answer'];
  /** A network address at which the sender might be reachable, as `RTCIceCandidateInit`. An empty candidate says that there are no more. Relayed unchanged. */
  'icecandidate': Payloads['client icecandidate'];
  /** Asks the offering client of a peer connection for a new offer. Sent by the answering client to add or remove tracks, or because the connection failed. Relayed unchanged. */
  'renegotiate': Payloads['client renegotiate'];
  /** A short text for tests of a connection. To a room or a client: relayed. To the server: noted in its log, without the text. */
  'greeting': Payloads['client greeting'];
  /** To the server: ends the session. The client leaves its rooms and the connection is closed with code 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
  /** A refused message. The connection stays open. */
  'error': Payloads['server error'];
  /** Joins a room under a name. A client that is already in the room changes its name. In token mode, the name of the token is used instead. */
  '/layout JOIN': Payloads['server /layout JOIN'];
  /** Leaves a room. */
  '/layout LEAVE': Payloads['server /layout LEAVE'];
  /** A notification from another member of the room, or from an application by `POST /bus-message/<roomId>`. */
  '/layout EVENT': Payloads['server /layout EVENT'];
  /** Requests a page of the names of a room's members. Only for members of the room. */
  '/layout CLIENTS': Payloads['server /layout CLIENTS'];
  /** Joins a room under a name. A client that is already in the room changes its name. In token mode, the name of the token is used instead. */
  '/bus JOIN': Payloads['server /bus JOIN'];
  /** Leaves a room. */
  '/bus LEAVE': Payloads['server /bus LEAVE'];
  /** A notification from another member of the room, or from an application by `POST /bus-message/<roomId>`. */
  '/bus EVENT': Payloads['server /bus EVENT'];
  /** Requests a page of the names of a room's members. Only for members of the room. */
  '/bus CLIENTS': Payloads['server /bus CLIENTS'];
  /** Returns a page of the lectures of a class, newest last. The first request returns the newest page; `before` requests older ones. The newest page is also sent to the class room after changes, which are collected for 250 ms or, in large classes, longer. The lectures of a list have an empty `playlist`, unless the request has `playlists`. */
  'GetLectures': Payloads['server GetLectures'];
  /** Creates a lecture. Instructor only. Also sent to the class room. */
  'CreateLecture': Payloads['server CreateLecture'];
  /** Changes the name, date or playlist of a lecture, also while it is live; what is absent stays as it is. Instructor only. The lecture room and the class room receive the reply. A video that is still in the changed playlist keeps its markers and, if it is the current one, its playback. If the current video is not, the lecture is paused at the start of the video in its place. A video in the place of a removed one inherits its markers; otherwise the markers of removed videos are deleted. */
  'UpdateLecture': Payloads['server UpdateLecture'];
  /** Deletes a lecture with its chat, markers and attendance. Instructor only. Cannot be undone. The class room and the lecture room receive the reply. All clients leave the lecture room. */
  'DeleteLecture': Payloads['server DeleteLecture'];
  /** Joins the lecture room. Only for the instructor and enrolled students. The reply contains the lecture's current state. It is broadcast to the lecture room; a client that is already in the room only gets the reply. If the instructor has to admit the user, the reply is a refusal with `entry`; with `wait`, the client then waits, and sends the request again when it is admitted. */
  'JoinLecture': Payloads['server JoinLecture'];
  /** Leaves the lecture room, or stops waiting for it. If the instructor leaves a live lecture, the lecture stops being live. The lecture room and the class room are notified. The server sends this type only to refuse it; a successful request is answered by accepted. */
  'ExitLecture': Payloads['server ExitLecture'];
  /** Returns a page of the users in the lecture. The first page is also sent to the lecture room after changes, which are collected for 250 ms or, in large lectures, longer. */
  'GetActiveLectureMember': Payloads['server GetActiveLectureMember'];
  /** Starts or stops the live lecture. Instructor only. Stopping resets the video index to 0. The lecture room receives the reply, and the class room GetLectures. */
  'SetLectureLiveStatus': Payloads['server SetLectureLiveStatus'];
  /** Raises the sender's hand. Repeating it has no effect. The lecture room receives all raised hands. */
  'RaiseHand': Payloads['server RaiseHand'];
  /** Lowers the sender's hand. The instructor can lower the hand of any user, by `userId`. The lecture room receives the remaining hands. */
  'LowerHand': Payloads['server LowerHand'];
  /** Lowers all hands. Instructor only. The lecture room receives the reply. */
  'LowerAllHands': Payloads['server LowerAllHands'];
  /** Sets who is allowed to speak. Instructor only. The lecture room receives the reply. Clients mute the audio of users who are not allowed to speak, and the server refuses their voice messages. */
  'SetSpeechMode': Payloads['server SetSpeechMode'];
  /** Allows a user to speak and lowers the user's hand. Instructor only. The lecture room receives the reply. */
  'GrantSpeech': Payloads['server GrantSpeech'];
  /** Withdraws a user's right to speak. Instructor only. The lecture room receives the reply. */
  'RevokeSpeech': Payloads['server RevokeSpeech'];
  /** Removes a user from the lecture, on all of the user's connections. Instructor only. Afterwards the server refuses everything that the user sends to the lecture with 403 and `removed_from`, until the instructor sends ReadmitParticipant. Any student of the class can be removed, including one who is not in the lecture. The lecture room, including the user, receives the reply. Clients of the user in other rooms of the class receive it directly, with the `lectureId` of their lecture. */
  'DropParticipant': Payloads['server DropParticipant'];
  /** Returns a page of the users who attended the lecture, and when. Instructor only. Visits of a user that are less than a minute apart are merged. */
  'GetAttendance': Payloads['server GetAttendance'];
  /** Returns the lecture as a calendar file, which a program can import. The event is the same as in the calendar of the class: `UID` stays, and `SEQUENCE` grows if the name or the date changes. It is empty for a lecture of an older server whose date is another text. */
  'GetLectureCalendar': Payloads['server GetLectureCalendar'];
  /** Sends a text to the lecture. The server translates and stores it. The lecture room receives the reply. */
  'LiveChatTextMessage': Payloads['server LiveChatTextMessage'];
  /** Sends a text to the instructors of the class. An instructor can send it to the instructors and one other member, as an answer. The server translates and stores it with the chat. Those of its readers who are in the lecture receive it with all of their clients; for the client that sent it, it is the reply. */
  'LiveChatPrivateMessage': Payloads['server LiveChatPrivateMessage'];
  /** Returns a page of the lecture's chat, oldest message first. The first request returns the newest page; `before` requests older ones. Members who are not instructors get the private messages that they sent or that were sent to them, and no others. */
  'GetLiveChatMessages': Payloads['server GetLiveChatMessages'];
  /** Deletes a message of the chat. Only for its author and the instructor. Cannot be undone. The lecture room receives the reply. The server can keep the reply to the author's request until the author's session ends, at most a day. */
  'DeleteLiveChatMessage': Payloads['server DeleteLiveChatMessage'];
  /** Deletes all texts of a lecture's chat. Instructor only. Cannot be undone. Markers and their messages stay. The lecture room receives the reply. */
  'ClearChat': Payloads['server ClearChat'];
  /** Sends a voice message. The other members of the lecture room receive it. The server stores it with the chat unless a budget is used up, and tells the sender in LiveChatAudioSaved. While only the instructor speaks, the server refuses it with 403, except from the instructor and users who were granted the right to speak. Maximum size of the decoded audio: 1 MiB. */
  'LiveChatAudioMessage': Payloads['server LiveChatAudioMessage'];
  /** A voice message was stored with the chat. The lecture room receives it before the audio. The sender also receives it as the reply to LiveChatAudioMessage. If a budget is used up, only the sender receives it, with status 202: the others have received the audio, and it is not stored. */
  'LiveChatAudioSaved': Payloads['server LiveChatAudioSaved'];
  /** Returns the audio of a stored voice message in parts, each of about `--page-bytes`. The first request returns the first part; `offset` requests the others. */
  'GetLiveChatAudio': Payloads['server GetLiveChatAudio'];
  /** The numbers of reactions since the previous message of this type. The lecture room receives at most four a second from each node, however many users react. */
  'Reactions': Payloads['server Reactions'];
  /** Joins a lobby. Refused with `conflict` if the client is in a lobby. The client receives PEERS, and all members receive JOINED. `data` is the lobby's ID. */
  '/lobby JOIN': Payloads['server /lobby JOIN'];
  /** IDs of the other clients in the lobby. Sent to a client that joined, and to a client that resumed its session. */
  '/lobby PEERS': Payloads['server /lobby PEERS'];
  /** ID of a client that joined the lobby. The client itself receives it as well. */
  '/lobby JOINED': Payloads['server /lobby JOINED'];
  /** Leaves the lobby. The other members receive LEFT. `data` is the lobby's ID. */
  '/lobby LEAVE': Payloads['server /lobby LEAVE'];
  /** ID of a client that left the lobby, or whose session ended. */
  '/lobby LEFT': Payloads['server /lobby LEFT'];
  /** A value that a client sent by BROADCAST. */
  '/lobby MESSAGE': Payloads['server /lobby MESSAGE'];
  /** Sends a signal to one client in the same lobby. The server relays all members of `data` and adds `from`. */
  '/lobby RTCSIGNAL': Payloads['server /lobby RTCSIGNAL'];
  /** Creates a question or a discussion. The lecture room receives the reply. */
  'CreateMarker': Payloads['server CreateMarker'];
  /** Deletes a marker and its messages. Only for the marker's creator and the instructor. The lecture room receives the reply. */
  'DeleteMarker': Payloads['server DeleteMarker'];
  /** Marks a question as answered, or as open again. Only for the question's creator and the instructor. The lecture room receives the reply. A discussion is refused with 409. */
  'SetMarkerAnswered': Payloads['server SetMarkerAnswered'];
  /** Votes for a question, or withdraws the vote. A user has one vote for each question. The lecture room receives the number of votes in MarkerVotes. A discussion is refused with 409. */
  'VoteMarker': Payloads['server VoteMarker'];
  /** The numbers of votes of the questions for which users have voted since the previous message of this type. The lecture room receives at most four a second. GetMarkers returns the numbers, too. */
  'MarkerVotes': Payloads['server MarkerVotes'];
  /** Adds a text to a marker. The server translates and stores it. The lecture room receives the reply. */
  'MarkerTextMessage': Payloads['server MarkerTextMessage'];
  /** Returns a page of a marker's messages, oldest message first. The first request returns the newest page; `before` requests older ones. Only for members of the class. */
  'GetMarkerMessages': Payloads['server GetMarkerMessages'];
  /** Returns a page of the markers of one video or, without `videoIndex`, of all videos, oldest marker first. The first request returns the newest page; `before` requests older ones. */
  'GetMarkers': Payloads['server GetMarkers'];
  /** Reports that the sender opened a marker. The reply contains the same data. */
  'TimeMarkerClicked': Payloads['server TimeMarkerClicked'];
  /** Says how the media of a room are carried. */
  '/sfu media': Payloads['server /sfu media'];
  /** From a client, the description of the connection on which it publishes: the first one, or one with other streams, or one that restarts ICE. From the server, the description of the connection on which a client receives, as the reply to listen. */
  '/sfu offer': Payloads['server /sfu offer'];
  /** Answers an offer: the server that of a client, or the client that of the server. */
  '/sfu answer': Payloads['server /sfu answer'];
  /** What the client receives in each place, and what everybody in the room publishes. Sent when it changes. */
  '/sfu places': Payloads['server /sfu places'];
  /** Who talks in the room, the loudest first, as the media server hears it. The first one is the active speaker. Sent when it changes. */
  '/sfu speakers': Payloads['server /sfu speakers'];
  /** How well participants of a room are connected to the media server, as it measured over the last 5 s. Sent to the instructors of a lecture, and to the owner of another room or the user who moderates it: about participants whose score is not good or has changed, and at first about all of them. */
  '/sfu quality': Payloads['server /sfu quality'];
  /** The media server has ended a connection of the client. The client makes a new one, unless the right to publish was the reason. */
  '/sfu ended': Payloads['server /sfu ended'];
  /** Returns the users who were removed from lectures of the class, or banned from the class, oldest first. Instructor only. The first request returns the newest page; `before` requests older ones. */
  'GetExclusions': Payloads['server GetExclusions'];
  /** Lets a removed user into the lecture again. Without `lectureId`, lifts a ban from the class. Instructor only. The user is not notified. */
  'ReadmitParticipant': Payloads['server ReadmitParticipant'];
  /** Returns what instructors and the operator did to others in the class: removals, bans, muting, roles, deletions and the end of live lectures, oldest first. Instructor only. The server keeps entries for `auditRetention` (a year by default). The first request returns the newest page; `before` requests older ones. */
  'GetAuditLog': Payloads['server GetAuditLog'];
  /** Moves the video to `newtime`. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorTimeChange': Payloads['server InstructorTimeChange'];
  /** Starts the video. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorPlay': Payloads['server InstructorPlay'];
  /** Stops the video. Instructor only. The other members of the lecture room receive it. The sender gets a reply only if the request carries an `id`. */
  'InstructorPause': Payloads['server InstructorPause'];
  /** Selects another video of the playlist, from its beginning. Instructor only. The lecture room receives the reply. */
  'SelectVideo': Payloads['server SelectVideo'];
  /** Measures the offset between the clocks of client and server, see Clock synchronization. */
  'SyncClock': Payloads['server SyncClock'];
  /** Requests a page of the chat rooms of the programme, oldest first. The first page is also sent to a client that resumed its session. */
  '/programme loadRooms': Payloads['server /programme loadRooms'];
  /** Requests a page of the members of a chat room, in the order in which they joined. A user with several clients is listed once for each. The first page is also sent to a client that resumed its session, for each chat room that it is still in. */
  '/programme loadUsers': Payloads['server /programme loadUsers'];
  /** Result of createRoom. */
  '/programme createRoomReq': Payloads['server /programme createRoomReq'];
  /** Joins a chat room. All members, including the sender, receive the joined user. If a message is spotlighted, the sender receives it as aggro. */
  '/programme joinRoom': Payloads['server /programme joinRoom'];
  /** Result of joinRoom. */
  '/programme joinRoomReq': Payloads['server /programme joinRoomReq'];
  /** Leaves a chat room. The remaining members receive the user who left. They also receive it if a session ends. */
  '/programme leaveRoom': Payloads['server /programme leaveRoom'];
  /** A new chat room. */
  '/programme addRoom': Payloads['server /programme addRoom'];
  /** Number of clients in a chat room. Changes are collected for 500 ms. */
  '/programme count': Payloads['server /programme count'];
  /** A chat room was deleted, because its last member left. */
  '/programme deleteRoom': Payloads['server /programme deleteRoom'];
  /** Sends a message to a chat room. With `type: "aggro"`, the message is spotlighted: the room receives aggro, or the sender receives aggroErr. */
  '/programme chat': Payloads['server /programme chat'];
  /** A message that is spotlighted in a chat room, on which users vote. Also sent to a client that joins, and after loadUsers to a client that resumed its session. Spotlights do not survive a restart of the server. */
  '/programme aggro': Payloads['server /programme aggro'];
  /** Reason for refusing a spotlight or a vote. */
  '/programme aggroErr': Payloads['server /programme aggroErr'];
  /** Time for which the user cannot spotlight another message in this chat room. Sent to a user who spotlights a message, who is refused with `AGGRO_PAUSE`, or who joins the room during the pause. */
  '/programme aggroPause': Payloads['server /programme aggroPause'];
  /** A spotlight ended, because its time has passed or its points have fallen to 0. `data` is its ID. */
  '/programme stopAggro': Payloads['server /programme stopAggro'];
  /** Points of a spotlighted message after a change, at most once in 500 ms. */
  '/programme aggroPoint': Payloads['server /programme aggroPoint'];
  /** Starts or stops the recording of a live lecture. Instructor only. The lecture room receives the reply, also when the server ends a recording. Has no effect if the lecture is recorded already. Refused with `conflict` if this server does not record, the lecture is not live, or there is nothing to stop; with `full` if the recordings take up the maximum. */
  'SetRecording': Payloads['server SetRecording'];
  /** A recording of the lecture can be downloaded now: see GetRecordings. Sent to the lecture room. */
  'RecordingReady': Payloads['server RecordingReady'];
  /** Returns the recordings of the lecture, oldest first. Each file can be downloaded at its `url` for 6 hours, by whoever has the URL, as long as the user is allowed in the lecture. The server supports range requests. */
  'GetRecordings': Payloads['server GetRecordings'];
  /** Deletes a recording that has ended. Instructor only. The lecture room receives the reply. */
  'DeleteRecording': Payloads['server DeleteRecording'];
  /** Opens a room or a lecture to everyone (`open`), lets newcomers wait until the owner or an instructor admits them (`waiting`, see Waiting rooms), or closes it to newcomers (`closed`). Its members stay, and can return after they have left. In a room, members receive room-settings; in a lecture, they receive the reply. Unless the lecture is open, the server refuses all messages about it from users who are not in it, were not in it when it was restricted, and were not admitted. Users who wait are admitted when it is opened, and refused when it is closed. */
  'set-entry': Payloads['server set-entry'];
  /** Removes a user from a room, with drop, and keeps the user out until readmit-user. Only for the owner of a room with settings; in lectures, use DropParticipant. Refused with `conflict` if 1,000 users are removed from the room. */
  'remove-user': Payloads['server remove-user'];
  /** Returns the users who were removed from a room, oldest first. Only for the owner of a room with settings; in lectures, use GetExclusions. The first request returns the newest page; `before` requests older ones. */
  'get-removed': Payloads['server get-removed'];
  /** Lets a removed user join the room again, unless the server administrator has banned the user. Only for the owner of a room with settings; in lectures, use ReadmitParticipant. The user is not notified. */
  'readmit-user': Payloads['server readmit-user'];
  /** Asks the clients of a user, or of everyone in the room, to stop sending from the microphone, the camera or the screen. The sender must be in the room. The user's page obeys, and the user can start again. In a room that a media server carries, the media server passes these streams on again only when the user unmutes the microphone or starts the camera or screen again. In other rooms, media goes from browser to browser, so the server cannot enforce this. To take the right to speak away, use SetSpeechMode, RevokeSpeech or the setting `speech` of a room. Refused with `not-found` if the user is not in the room. */
  'stop-media': Payloads['server stop-media'];
  /** Adds settings to a room. The sender becomes its owner. Refused with `conflict` if the room has settings, or others are in it and the sender does not moderate it. Members stay in the room and receive room-settings. In token mode, the token must grant `create` and, if `room_id` is given, that room. */
  'create-room': Payloads['server create-room'];
  /** Returns a page of the rooms that are public or belong to the sender, newest last. */
  'get-rooms': Payloads['server get-rooms'];
  /** Changes the given settings of a room. Only for its owner. Members stay in the room and receive room-settings. */
  'update-room': Payloads['server update-room'];
  /** Deletes the settings of a room and removes all of its members, with drop. Only for its owner. After that, the ID belongs to a room without settings. */
  'delete-room': Payloads['server delete-room'];
  /** The settings of a room. Sent to a client that joins, before the first list of members; to a client that sends get-room-info; and to all members after a change. Not sent in rooms without settings. */
  'room-settings': Payloads['server room-settings'];
  /** Logs the client in, and joins a room: the endpoint's, the one in `room`, or the token's, in this order. The reply comes before any message of the room. It contains a ticket to resume the session, unless `reconnection` is `false`. */
  'login': Payloads['server login'];
  /** Resumes the session to which the ticket belongs, see Resuming. The client keeps its ID, rooms, name and role, and receives the messages that it missed. `data` can also be the ticket alone. */
  'relogin': Payloads['server relogin'];
  /** Requests a new ticket, before the current one expires. The current ticket remains valid until it expires or is used. */
  'refreshReconnectionTicket': Payloads['server refreshReconnectionTicket'];
  /** Replaces the token of a client that is logged in, so that the session continues after the current token expires. The new token must belong to the same user. The client leaves rooms that the new token does not grant. */
  'refreshToken': Payloads['server refreshToken'];
  /** Ends the session. The client leaves its rooms, its ticket becomes invalid, and the connection is closed with code 1000. */
  'logout': Payloads['server logout'];
  /** The server or an instructor removes the client. The connection is closed with code 4503 afterwards. The client should not reconnect. */
  'drop': Payloads['server drop'];
  /** An application server asks the client to go to another room, by the HTTP API: the client leaves the room that it is in, and joins this one by a new connection. The server has checked that the client's token grants the room and that its user is not banned from it, and has admitted the user if entry is restricted. A password is required as of anyone. A client that does not know this message stays where it is. */
  'change-room': Payloads['server change-room'];
  /** A client joined or left the room. Sent to clients that have logged in without `deltas=1`, before the first message of a client that joined. The clients in the reply to login are not announced again. A client with protocol 1.1 or older that resumes is told who has joined and left meanwhile, if the room has at most 500 members. */
  'participant': Payloads['server participant'];
  /** Joins a room. `data` is the ID. */
  '/trigger JOIN': Payloads['server /trigger JOIN'];
  /** Leaves a room. `data` is the ID. */
  '/trigger LEAVE': Payloads['server /trigger LEAVE'];
  /** A value that another member sent by BROADCAST_EVENTS. */
  '/trigger EVENTS': Payloads['server /trigger EVENTS'];
  /** A value that another member sent by BROADCAST_UPDATES. */
  '/trigger UPDATES': Payloads['server /trigger UPDATES'];
  /** A value that another member sent by BROADCAST_STATUS. */
  '/trigger STATUS': Payloads['server /trigger STATUS'];
  /** Returns the users who wait for a room or a lecture, those who have waited longest first. Only for the owner or an instructor. The server also sends it to those of them who are in the room, when the list changes. */
  'get-waiting': Payloads['server get-waiting'];
  /** Admits a user who waits for a room or a lecture, or everyone who waits. Only for the owner or an instructor. The clients of the user receive entry-state. The user can join again later until the room is open to everyone or the user is removed from it. */
  'admit': Payloads['server admit'];
  /** Refuses a user who waits for a room or a lecture, or everyone who waits. Only for the owner or an instructor. The clients of the user receive entry-state. The user can ask again; to prevent this, use remove-user or, in lectures, DropParticipant. */
  'refuse': Payloads['server refuse'];
  /** Tells a client that it waits to be admitted to a room or a lecture, or that it does not wait any more. A client that is `admitted` to a room with settings is in the room now, and receives its members. A client that is `admitted` to a lecture sends JoinLecture again. A client that resumes its session is told again that it waits. */
  'entry-state': Payloads['server entry-state'];
}

/** The type that answers a request to the server, by the request's type. */
export interface Reply {
  'create-browser-link': 'create-browser-link';
  'use-browser-link': 'use-browser-link';
  'get-browsers': 'get-browsers';
  'sign-out-browser': 'accepted';
  'CreateClass': 'CreateClass';
  'GetInvitation': 'GetInvitation';
  'EnrollClass': 'EnrollClass';
  'LeaveClass': 'LeaveClass';
  'RemoveMember': 'RemoveMember';
  'SetMemberType': 'SetMemberType';
  'UpdateClass': 'UpdateClass';
  'DeleteClass': 'DeleteClass';
  'GetClasses': 'GetClasses';
  'JoinClass': 'JoinClass';
  'GetClassMembers': 'GetClassMembers';
  'CreateClassFeed': 'CreateClassFeed';
  'GetClassFeed': 'GetClassFeed';
  'WithdrawClassFeed': 'WithdrawClassFeed';
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
  'UpdateLecture': 'UpdateLecture';
  'DeleteLecture': 'DeleteLecture';
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
  'GetLectureCalendar': 'GetLectureCalendar';
  'LiveChatTextMessage': 'LiveChatTextMessage';
  'LiveChatPrivateMessage': 'LiveChatPrivateMessage';
  'GetLiveChatMessages': 'GetLiveChatMessages';
  'DeleteLiveChatMessage': 'DeleteLiveChatMessage';
  'ClearChat': 'ClearChat';
  'LiveChatAudioMessage': 'LiveChatAudioSaved';
  'GetLiveChatAudio': 'GetLiveChatAudio';
  'Reaction': 'accepted';
  '/lobby JOIN': '/lobby JOIN';
  '/lobby LEAVE': '/lobby LEAVE';
  '/lobby BROADCAST': 'accepted';
  '/lobby RTCSIGNAL': 'accepted';
  'CreateMarker': 'CreateMarker';
  'DeleteMarker': 'DeleteMarker';
  'SetMarkerAnswered': 'SetMarkerAnswered';
  'VoteMarker': 'VoteMarker';
  'MarkerTextMessage': 'MarkerTextMessage';
  'GetMarkerMessages': 'GetMarkerMessages';
  'GetMarkers': 'GetMarkers';
  'TimeMarkerClicked': 'TimeMarkerClicked';
  '/sfu join': '/sfu media';
  '/sfu offer': '/sfu answer';
  '/sfu answer': 'accepted';
  '/sfu listen': '/sfu offer';
  '/sfu view': 'accepted';
  '/sfu icecandidate': 'accepted';
  '/sfu mute': 'accepted';
  'GetExclusions': 'GetExclusions';
  'ReadmitParticipant': 'ReadmitParticipant';
  'GetAuditLog': 'GetAuditLog';
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
  'SetRecording': 'SetRecording';
  'GetRecordings': 'GetRecordings';
  'DeleteRecording': 'DeleteRecording';
  'set-entry': 'set-entry';
  'remove-user': 'remove-user';
  'get-removed': 'get-removed';
  'readmit-user': 'readmit-user';
  'stop-media': 'accepted';
  'create-room': 'create-room';
  'get-rooms': 'get-rooms';
  'update-room': 'update-room';
  'delete-room': 'delete-room';
  'login': 'login';
  'relogin': 'relogin';
  'refreshReconnectionTicket': 'refreshReconnectionTicket';
  'refreshToken': 'refreshToken';
  'logout': 'logout';
  'ack': 'accepted';
  '/trigger JOIN': '/trigger JOIN';
  '/trigger LEAVE': '/trigger LEAVE';
  '/trigger BROADCAST_EVENTS': 'accepted';
  '/trigger BROADCAST_UPDATES': 'accepted';
  '/trigger BROADCAST_STATUS': 'accepted';
  'get-waiting': 'get-waiting';
  'admit': 'admit';
  'refuse': 'refuse';
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
