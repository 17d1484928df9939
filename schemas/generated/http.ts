// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * A room's id: 1 to 64 letters, digits or `_ . ~ -` of any script, the first a letter or a digit.
 */
export type RoomId = string
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
/**
 * A user's id in the database: what the login's token, or the guest identity, says.
 */
export type UserId = string
/**
 * Any JSON value; the clients get it as it is.
 */
export type Anything = unknown

export interface Bodies {
createRoom: HttpCreateRoom
updateRoom: HttpUpdateRoom
publish: HttpPublish
dropClient: HttpDropClient
}
/**
 * As create-room; the owner is whoever is named.
 */
export interface HttpCreateRoom {
room_id?: RoomId
title?: RoomTitle
public?: RoomPublic
password?: RoomPassword
max?: RoomMax
speech?: RoomSpeech
owner?: UserId
}
/**
 * As update-room.
 */
export interface HttpUpdateRoom {
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
 * What is published to a room.
 */
export interface HttpPublish {
/**
 * What it is, for who knows.
 */
name: string
data?: Anything
/**
 * Kept in the room's log, so that also those get it who are about to come back; true where it is left out. Else it comes at most once, to who is there.
 */
durable?: boolean
}
export interface HttpDropClient {
/**
 * Told to the client, for people.
 */
reason?: string
}
