// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * Room to join on login, if the endpoint does not name one. The user is allowed to join it
 */
export type RoomId = string
/**
 * Name that others see. Defaults to the user ID
 */
export type GivenName = string

export interface Tokens {
claims: Claims
request: TokenRequest
}
/**
 * Claims of a token. Other claims are ignored.
 */
export interface Claims {
/**
 * User ID
 */
sub: string
/**
 * Name that others see. Defaults to the user ID. The server removes control and invisible characters; a visible character must remain
 */
name?: string
/**
 * URL of a photo
 */
picture?: string
/**
 * `presenter` (default) or `viewer`. Viewers cannot speak in rooms where only presenters can
 */
role?: ("presenter" | "viewer")
/**
 * Language of the user, for example `ko` (BCP 47)
 */
lang?: string
room?: RoomId
grants?: TokenGrants
/**
 * Whether the token is valid for one login only. Requires the claim `jti`
 */
once?: boolean
/**
 * Token ID
 */
jti?: string
[k: string]: unknown
}
/**
 * Additional rights. Rights that are absent are not granted
 */
export interface TokenGrants {
/**
 * IDs of rooms that the user is allowed to join. `*` grants all rooms; `school-7-*` grants the rooms whose IDs begin with `school-7-`; the address of a namespace, for example `/lobby`, grants its rooms; the address of a programme grants its chat rooms
 * 
 * @maxItems 1000
 */
rooms?: string[]
/**
 * UUIDs of classes that the user is allowed to take part in. `*` grants all classes
 * 
 * @maxItems 1000
 */
classes?: string[]
/**
 * Whether the user is allowed to create rooms and classes
 */
create?: boolean
/**
 * Whether the user is an administrator of the server, who sees all rooms and can remove people from them
 */
admin?: boolean
[k: string]: unknown
}
/**
 * Claims and lifetime of a token to create.
 */
export interface TokenRequest {
/**
 * User ID
 */
sub: string
name?: GivenName
/**
 * URL of a photo
 */
picture?: string
/**
 * `presenter` (default) or `viewer`. Viewers cannot speak in rooms where only presenters can
 */
role?: ("presenter" | "viewer")
/**
 * Language of the user, for example `ko` (BCP 47)
 */
lang?: string
room?: RoomId
grants?: RequestedGrants
/**
 * Whether the token is valid for one login only. Requires the claim `jti`
 */
once?: boolean
/**
 * URL of the server, for a token in the form that clients of OWT expect
 */
owt?: string
/**
 * Lifetime of the token, in seconds
 */
ttl?: number
}
/**
 * Rights, as in the token
 */
export interface RequestedGrants {
/**
 * IDs of rooms that the user is allowed to join. `*` grants all rooms; `school-7-*` grants the rooms whose IDs begin with `school-7-`; the address of a namespace, for example `/lobby`, grants its rooms; the address of a programme grants its chat rooms
 * 
 * @maxItems 1000
 */
rooms?: string[]
/**
 * UUIDs of classes that the user is allowed to take part in. `*` grants all classes
 * 
 * @maxItems 1000
 */
classes?: string[]
/**
 * Whether the user is allowed to create rooms and classes
 */
create?: boolean
/**
 * Whether the user is an administrator of the server, who sees all rooms and can remove people from them
 */
admin?: boolean
}
