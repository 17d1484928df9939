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
 * Name that the clients receive, for people
 */
export type Username = string

export interface Bodies {
createRoom: HttpCreateRoom
updateRoom: HttpUpdateRoom
publish: HttpPublish
stopMedia: HttpStopMedia
ban: HttpBan
closeRoom: HttpCloseRoom
dropClient: HttpDropClient
retryWebhooks: HttpRetryWebhooks
revoke: HttpRevoke
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
