// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * Room ID: letters, digits and `_ . ~ -` of any script, starting with a letter or a digit
 */
export type RoomId = string
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
 * User ID, from the token or the guest's identity
 */
export type UserId = string
/**
 * Entry to a room or a lecture: open to everyone (`open`), open to newcomers that the owner or an instructor admits (`waiting`), or closed to newcomers (`closed`). The owner, instructors, users who were in it when it was restricted, and users who were admitted can always join
 */
export type Entry = ("open" | "waiting" | "closed")
/**
 * Any JSON value. Clients receive it unchanged
 */
export type Anything = unknown
/**
 * What to stop: the `microphone` (mute), the `camera`, or the shared `screen`
 */
export type StoppableMedia = ("microphone" | "camera" | "screen")
/**
 * Client ID, assigned by the server
 */
export type ClientId = string
/**
 * Name that others see. Not unique: clients tell people of the same name apart by their IDs
 */
export type Username = string
/**
 * UUID of the class
 */
export type ClassUuid = string
/**
 * What the user is in the class
 */
export type MemberType = ("instructor" | "student")
/**
 * A node
 */
export type ApiNode = (ApiAnsweringNode | ApiSilentNode)

export interface Bodies {
createRoom: HttpCreateRoom
updateRoom: HttpUpdateRoom
createClass: HttpCreateClass
classMember: HttpClassMember
createLecture: HttpCreateLecture
publish: HttpPublish
stopMedia: HttpStopMedia
ban: HttpBan
closeRoom: HttpCloseRoom
dropClient: HttpDropClient
moveClient: HttpMoveClient
retryWebhooks: HttpRetryWebhooks
revoke: HttpRevoke
error: ApiError
room: ApiRoom
client: ApiClient
roomList: ApiRoomList
roomAnswer: ApiRoomAnswer
roomWithClients: ApiRoomWithClients
banList: ApiBanList
published: ApiPublished
classList: ApiClassList
classAnswer: ApiClassAnswer
memberList: ApiMemberList
attendanceList: ApiAttendanceList
lecture: ApiLecture
lectureAnswer: ApiLectureAnswer
lectureList: ApiLectureList
userData: ApiUserData
revocation: ApiRevocation
revocationList: ApiRevocationList
revocationAnswer: ApiRevocationAnswer
signedToken: ApiSignedToken
auditList: ApiAuditList
nodeList: ApiNodeList
refusalList: ApiRefusalList
liveLectureList: ApiLiveLectureList
webhookList: ApiWebhookList
deadEventList: ApiDeadEventList
retriedWebhooks: ApiRetriedWebhooks
document: ApiDocument
}
/**
 * As in create-room. `owner` is the room's owner.
 */
export interface HttpCreateRoom {
room_id?: RoomId
title?: GivenRoomTitle
public?: RoomPublic
password?: RoomPassword
max?: RoomMax
speech?: RoomSpeech
owner?: UserId
entry?: Entry
}
/**
 * As in update-room.
 */
export interface HttpUpdateRoom {
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
 * A class, and the user who teaches it.
 */
export interface HttpCreateClass {
/**
 * Title of the class. Must contain a character other than white space, and no control or invisible characters
 */
title: string
/**
 * Subtitle of the class. Must not contain control or invisible characters
 */
subtitle?: string
/**
 * User ID of the instructor
 */
instructor: UserId
/**
 * Name of the instructor, if the server does not know the user yet. By default, the ID. A login replaces it
 */
username?: Username
}
/**
 * The membership of a user in a class.
 */
export interface HttpClassMember {
/**
 * Role in the class. By default, that of a member remains, and others become students
 */
memberType?: MemberType
/**
 * Name of the user, if the server does not know the user yet. By default, the ID. A login replaces it
 */
username?: Username
}
/**
 * A lecture.
 */
export interface HttpCreateLecture {
/**
 * Title of the lecture. Must contain a character other than white space, and no control or invisible characters
 */
lectureName: string
/**
 * Day that exists (`2026-11-21`), or time with its offset from UTC (ISO 8601, `2026-11-21T14:30+09:00`)
 */
lectureDate: string
/**
 * URLs or IDs of YouTube playlists and videos, or URLs of video files, separated by commas or line breaks. A URL can contain commas. Empty for a lecture without videos
 */
playlist?: string
}
/**
 * A message to a room.
 */
export interface HttpPublish {
/**
 * Application-defined name of the event
 */
name: string
data?: Anything
/**
 * Whether the message is stored in the room's log, so that clients that reconnect also receive it. If false, it is delivered at most once, to connected clients only
 */
durable?: boolean
}
/**
 * Request that a user, or everyone in the room, stops a microphone, camera or shared screen.
 */
export interface HttpStopMedia {
media: StoppableMedia
/**
 * User ID. If absent, everyone
 */
user?: UserId
/**
 * Name that the clients receive, for people
 */
by?: Username
}
/**
 * Request to remove a user from a room and keep the user out of it.
 */
export interface HttpBan {
user: UserId
}
/**
 * Request to remove everyone from a room.
 */
export interface HttpCloseRoom {
/**
 * Reason that the clients receive, for people
 */
reason?: string
}
/**
 * Request to remove a client.
 */
export interface HttpDropClient {
/**
 * Reason that the client receives, for people
 */
reason?: string
/**
 * How the client is kept out afterwards: `user` revokes the user or guest, `token` only the token; with `nothing`, it can come back
 */
revoke?: ("user" | "token" | "nothing")
}
/**
 * Request to move a client to another room.
 */
export interface HttpMoveClient {
/**
 * Room to move the client to, with or without settings
 */
room_id: RoomId
/**
 * Reason that the client receives, for people
 */
reason?: string
}
/**
 * Request to send dead events of webhooks again.
 */
export interface HttpRetryWebhooks {
/**
 * IDs of the events, as listed. All dead events if it is absent
 * 
 * @minItems 1
 * @maxItems 500
 */
ids?: number[]
}
/**
 * Request to revoke either a user or a token.
 */
export interface HttpRevoke {
user?: UserId
/**
 * ID of a token (its `jti`), or the token
 */
token?: string
/**
 * Reason, for the operator
 */
reason?: string
/**
 * Time in seconds after which the revocation ends. By default, it lasts until it is lifted, or until the given token has expired
 */
ttl?: number
}
/**
 * Why a call was refused.
 */
export interface ApiError {
/**
 * Absent if the request did not reach the API, for example because of its size or rate
 */
code?: ("bad-json" | "bad-envelope" | "unknown-type" | "bad-data" | "unknown-receiver" | "not-in-room" | "forbidden" | "revoked" | "not-found" | "conflict" | "full" | "rate-limited" | "too-large" | "login-required" | "ticket-expired" | "ticket-invalid" | "unavailable" | "internal")
/**
 * What happened, for people
 */
message: string
/**
 * JSON pointer to the invalid value
 */
pointer?: string
/**
 * What is expected there
 */
expected?: string
/**
 * Time in ms after which to try again
 */
retry_after_ms?: number
}
/**
 * A room. Only `room_id` and `count` are present if it has no settings.
 */
export interface ApiRoom {
/**
 * ID; in a namespace its address
 */
room_id: string
title?: string
/**
 * Whether the room is listed publicly
 */
public?: boolean
/**
 * Whether a password is required
 */
locked?: boolean
speech?: RoomSpeech
max?: RoomMax
entry?: Entry
/**
 * Number of clients on all nodes
 */
count: number
owner?: UserId
/**
 * Time in ms since 1970
 */
created?: number
}
/**
 * A client in a room.
 */
export interface ApiClient {
id: ClientId
/**
 * User ID
 */
user: string
username: Username
/**
 * Role in this room
 */
role: ("presenter" | "viewer")
connection?: ApiConnection
}
/**
 * The client's connection; absent while it has none.
 */
export interface ApiConnection {
transport: string
/**
 * Round trip time in ms, if it was measured
 */
round_trip_ms?: number
/**
 * Bytes in the send queue
 */
queued_bytes: number
/**
 * Loss, jitter and round trip time of the connections to a media server on which the client is `publishing` and `listening`
 */
media?: {
publishing?: StreamQuality
listening?: StreamQuality
}
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
/**
 * A page of rooms.
 */
export interface ApiRoomList {
/**
 * @maxItems 200
 */
rooms: ApiRoom[]
/**
 * Only without a key: whether clients must log in
 */
login?: ("optional" | "required")
/**
 * The `before` of the next older page, if there is one
 */
before?: number
/**
 * The `after` of the next page, if there is one
 */
after?: string
}
/**
 * A room.
 */
export interface ApiRoomAnswer {
room: ApiRoom
}
/**
 * A room, and a page of its clients.
 */
export interface ApiRoomWithClients {
room: ApiRoom
/**
 * @maxItems 200
 */
clients: ApiClient[]
/**
 * The `after` of the next page, if there is one
 */
after?: string
}
/**
 * A page of bans.
 */
export interface ApiBanList {
/**
 * @maxItems 200
 */
bans: ApiBan[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * A user who is kept out of the room.
 */
export interface ApiBan {
user: UserId
username: Username
/**
 * Time in ms since 1970
 */
created: number
}
/**
 * The place of the message; without `seq` if it is not durable.
 */
export interface ApiPublished {
room_id: string
seq?: number
}
/**
 * A page of classes.
 */
export interface ApiClassList {
/**
 * @maxItems 200
 */
classes: Class[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
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
 * A class, as its instructor sees it.
 */
export interface ApiClassAnswer {
class: Class
}
/**
 * A page of the members of a class.
 */
export interface ApiMemberList {
/**
 * @maxItems 200
 */
members: ApiMember[]
/**
 * The `after` of the next page, if there is one
 */
after?: string
}
/**
 * A user who is enrolled in the class.
 */
export interface ApiMember {
user: UserId
username: Username
memberType: MemberType
/**
 * Whether a client of the user is on the page of the class, or in one of its newest lectures
 */
connected: boolean
}
/**
 * A page of the users who attended a lecture.
 */
export interface ApiAttendanceList {
/**
 * @maxItems 200
 */
attendance: ApiAttendance[]
/**
 * The `after` of the next page, if there is one
 */
after?: string
}
/**
 * The attendance of a user.
 */
export interface ApiAttendance {
user: UserId
username: Username
/**
 * Times at which the user was in the lecture, in order. The last one grows while the user is still there
 */
spans: ApiSpan[]
}
/**
 * A time from `from` to `to`.
 */
export interface ApiSpan {
/**
 * Time in ms since 1970
 */
from: number
/**
 * Time in ms since 1970
 */
to: number
}
/**
 * A lecture.
 */
export interface ApiLecture {
id: number
lectureName: string
lectureDate: string
isLive: boolean
}
/**
 * A lecture.
 */
export interface ApiLectureAnswer {
lecture: ApiLecture
}
/**
 * A page of lectures.
 */
export interface ApiLectureList {
/**
 * @maxItems 200
 */
lectures: ApiLecture[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * Everything that is stored about the user.
 */
export interface ApiUserData {

}
/**
 * A revocation of either a user or a token.
 */
export interface ApiRevocation {
id: number
user?: UserId
/**
 * ID of the token
 */
token?: string
reason?: string
/**
 * Time in ms since 1970
 */
created: number
/**
 * Time in ms since 1970
 */
expires?: number
}
/**
 * A page of revocations.
 */
export interface ApiRevocationList {
/**
 * @maxItems 200
 */
revocations: ApiRevocation[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * A revocation.
 */
export interface ApiRevocationAnswer {
revocation: ApiRevocation
}
/**
 * A token.
 */
export interface ApiSignedToken {
token: string
/**
 * Time in ms since 1970 at which it expires
 */
expires: number
}
/**
 * A page of the audit log.
 */
export interface ApiAuditList {
/**
 * @maxItems 200
 */
entries: ApiAuditEntry[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * What a teacher or the operator did to others.
 */
export interface ApiAuditEntry {
id: number
/**
 * Time in ms since 1970
 */
at: number
action: string
/**
 * The user, or the API key. `operator` for actions from before Lectern stored the names of keys
 */
by: ("operator" | ApiAuditKey | ApiAuditUser)
/**
 * UUID of the class
 */
class?: string
lecture?: ApiAuditLecture
target?: ApiAuditTarget
detail?: string
}
/**
 * A key of the HTTP API.
 */
export interface ApiAuditKey {
/**
 * Name of the key; `apiKey` for that of the option of this name
 */
key: string
}
/**
 * A user.
 */
export interface ApiAuditUser {
user: UserId
name: string
}
/**
 * A lecture.
 */
export interface ApiAuditLecture {
id: number
name?: string
}
/**
 * The user, client, room or token.
 */
export interface ApiAuditTarget {
id: string
name?: string
}
/**
 * The nodes.
 */
export interface ApiNodeList {
/**
 * @maxItems 1000
 */
nodes: ApiNode[]
}
/**
 * The state of a node that has answered.
 */
export interface ApiAnsweringNode {
/**
 * ID of the node
 */
node: string
answers: true
host: string
pid: number
version: string
/**
 * Time in ms since 1970
 */
started: number
ready: boolean
/**
 * Why the node is not ready
 */
why?: string
event_loop_delay: ApiDelay
memory: ApiMemory
connections: number
/**
 * Number of clients, including those that are disconnected and can still resume
 */
clients: number
/**
 * Number of rooms with a client on this node
 */
rooms: number
/**
 * Bytes in all send queues
 */
queued_bytes: number
budgets: ApiBudget[]
}
/**
 * Delay of timers by other work within the last 5 to 10 s.
 */
export interface ApiDelay {
mean_ms: number
max_ms: number
}
/**
 * Memory of the process and of its JavaScript heap in bytes.
 */
export interface ApiMemory {
rss: number
heap_used: number
heap_limit: number
}
/**
 * A budget, with what is used of it and how often it refused.
 */
export interface ApiBudget {
name: string
/**
 * Amount in use; absent for a budget that is only a rate
 */
used?: number
limit?: number
/**
 * Present if all nodes report the same amount
 */
shared?: true
/**
 * Number of refusals since the start
 */
refused: number
}
/**
 * A node that has not answered in time.
 */
export interface ApiSilentNode {
/**
 * ID of the node
 */
node: string
answers: false
}
/**
 * Recent refusals.
 */
export interface ApiRefusalList {
/**
 * @maxItems 200
 */
refusals: ApiRefusal[]
/**
 * IDs of nodes that did not answer
 */
missing: string[]
}
/**
 * Refusals with the same reason for the same user or network.
 */
export interface ApiRefusal {
/**
 * Part of the server that refused something: a WebSocket, a login, a message, or a request to the HTTP API
 */
what: ("connection" | "login" | "message" | "request")
/**
 * Type of the message; absent for others, and if it is not known
 */
type?: string
/**
 * The reason of a login, the HTTP status of a connection, otherwise the error code
 */
code: string
/**
 * ID of the user; absent if it is not known. For a network, the user who was refused last
 */
user?: string
/**
 * Network of a guest, or of a client that is not known
 */
network?: string
count: number
/**
 * Time in ms since 1970
 */
first: number
/**
 * Time in ms since 1970
 */
last: number
}
/**
 * A page of live lectures.
 */
export interface ApiLiveLectureList {
/**
 * @maxItems 200
 */
lectures: ApiLiveLecture[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * A live lecture.
 */
export interface ApiLiveLecture {
id: number
name: string
date: string
/**
 * UUID of the class
 */
class: string
/**
 * Title of the class
 */
title?: string
clients: number
}
/**
 * The webhooks.
 */
export interface ApiWebhookList {
webhooks: ApiWebhook[]
}
/**
 * A webhook.
 */
export interface ApiWebhook {
id: number
/**
 * URL without secrets
 */
url: string
/**
 * Types of the events that it takes; empty for all
 */
events: string[]
state: string
pending: number
/**
 * Time in ms since 1970
 */
oldest?: number
dead: number
lost: number
error?: string
}
/**
 * A page of dead events.
 */
export interface ApiDeadEventList {
/**
 * @maxItems 200
 */
events: ApiDeadEvent[]
/**
 * The `before` of the next older page, if there is one
 */
before?: number
}
/**
 * An event that a webhook did not take.
 */
export interface ApiDeadEvent {
id: number
/**
 * ID of the webhook
 */
endpoint: number
url: string
/**
 * ID of the event
 */
event: string
body: ApiEventBody
attempts: number
/**
 * Why the last attempt failed
 */
error: string
/**
 * Time in ms since 1970
 */
at: number
}
/**
 * The event as it was sent.
 */
export interface ApiEventBody {
type: string
data: ApiEventData
}
/**
 * What has happened, by type.
 */
export interface ApiEventData {
/**
 * ID of the room
 */
room: string
}
/**
 * Number of events that are sent again.
 */
export interface ApiRetriedWebhooks {
retried: number
}
/**
 * An OpenAPI 3.1 document.
 */
export interface ApiDocument {
openapi: string
}
