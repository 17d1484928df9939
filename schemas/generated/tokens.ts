// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * The room that a login goes into where its address names none; it may be entered.
 */
export type RoomId = string

export interface Tokens {
claims: Claims
request: TokenRequest
}
/**
 * What a token says of a user, by the names of its claims; other claims are let be.
 */
export interface Claims {
/**
 * The user's id.
 */
sub: string
/**
 * The name that others see; the id where it is left out.
 */
name?: string
/**
 * URL of a photo.
 */
picture?: string
/**
 * `presenter` where it is left out. A `viewer` is not heard where only presenters may speak.
 */
role?: ("presenter" | "viewer")
/**
 * The user's language, such as `ko` (BCP 47).
 */
lang?: string
room?: RoomId
grants?: TokenGrants
/**
 * Holds for one login; the claim `jti` is then needed too.
 */
once?: boolean
/**
 * The token's own id.
 */
jti?: string
[k: string]: unknown
}
/**
 * What the user may beside that; what is left out is not granted.
 */
export interface TokenGrants {
/**
 * Ids of rooms that may be entered; `*` stands for all, the address of a namespace, such as `/lobby`, for all of its rooms, and that of a programme for all of its chat rooms.
 * 
 * @maxItems 1000
 */
rooms?: string[]
/**
 * Uuids of classes that may be taken part in; `*` stands for all.
 * 
 * @maxItems 1000
 */
classes?: string[]
/**
 * May make rooms and classes.
 */
create?: boolean
[k: string]: unknown
}
/**
 * The claims of a token that is to be made, and how long it is to hold.
 */
export interface TokenRequest {
/**
 * The user's id.
 */
sub: string
/**
 * The name that others see; the id where it is left out.
 */
name?: string
/**
 * URL of a photo.
 */
picture?: string
/**
 * `presenter` where it is left out. A `viewer` is not heard where only presenters may speak.
 */
role?: ("presenter" | "viewer")
/**
 * The user's language, such as `ko` (BCP 47).
 */
lang?: string
room?: RoomId
grants?: RequestedGrants
/**
 * Holds for one login; the claim `jti` is then needed too.
 */
once?: boolean
/**
 * Seconds for which the token holds; an hour where it is left out.
 */
ttl?: number
}
/**
 * As in the token.
 */
export interface RequestedGrants {
/**
 * Ids of rooms that may be entered; `*` stands for all, the address of a namespace, such as `/lobby`, for all of its rooms, and that of a programme for all of its chat rooms.
 * 
 * @maxItems 1000
 */
rooms?: string[]
/**
 * Uuids of classes that may be taken part in; `*` stands for all.
 * 
 * @maxItems 1000
 */
classes?: string[]
/**
 * May make rooms and classes.
 */
create?: boolean
}
