// Generated from schemas/ by `npm run generate`. Do not edit.
/**
 * When the event was stored (ISO 8601, UTC)
 */
export type WebhookTime = string
/**
 * ID of the room. In a namespace, it is the address, for example `/layout/living room`; rooms of classes and lectures are called `class_<uuid>` and `lecture_<id>`
 */
export type WebhookRoomId = string
/**
 * User ID, from the token or the guest's identity
 */
export type UserId = string
/**
 * UUID of the class
 */
export type ClassUuid = string
/**
 * ID of the lecture
 */
export type LectureId = number

export interface Webhooks {
participantJoined: WebhookParticipantJoined
participantLeft: WebhookParticipantLeft
roomEmpty: WebhookRoomEmpty
lectureStarted: WebhookLectureStarted
lectureEnded: WebhookLectureEnded
recordingReady: WebhookRecordingReady
}
/**
 * A client has joined a room. A client that resumes its session, on any node, has not left, so that it does not join again.
 */
export interface WebhookParticipantJoined {
type: "participant.joined"
timestamp: WebhookTime
data: WebhookPassage
}
export interface WebhookPassage {
room: WebhookRoomId
participant: WebhookParticipant
}
export interface WebhookParticipant {
/**
 * ID of the client. A user can have several clients in a room, for example in several tabs
 */
id: string
user: UserId
/**
 * The name that others see
 */
name: string
/**
 * The client's role
 */
role: string
}
/**
 * A client has left a room, or its session has ended because it has not resumed in time. `name` and `role` are those with which it joined.
 */
export interface WebhookParticipantLeft {
type: "participant.left"
timestamp: WebhookTime
data: WebhookPassage
}
/**
 * The last client of all nodes has left a room. Follows the event about that client.
 */
export interface WebhookRoomEmpty {
type: "room.empty"
timestamp: WebhookTime
data: WebhookRoom
}
export interface WebhookRoom {
room: WebhookRoomId
}
/**
 * A teacher has started a lecture: it is live.
 */
export interface WebhookLectureStarted {
type: "lecture.started"
timestamp: WebhookTime
data: WebhookLecture
}
export interface WebhookLecture {
room: WebhookRoomId
class: ClassUuid
lecture: WebhookLectureName
}
export interface WebhookLectureName {
id: LectureId
/**
 * Title of the lecture
 */
name: string
}
/**
 * A lecture is not live any more: a teacher has ended or deleted it, or the last teacher has left.
 */
export interface WebhookLectureEnded {
type: "lecture.ended"
timestamp: WebhookTime
data: WebhookLecture
}
/**
 * A recording of a lecture can be downloaded: by members of the class, on its page or by `GetRecordings`.
 */
export interface WebhookRecordingReady {
type: "recording.ready"
timestamp: WebhookTime
data: WebhookRecording
}
export interface WebhookRecording {
room: WebhookRoomId
class: ClassUuid
lecture: WebhookLectureName
recording: WebhookRecordingFacts
}
export interface WebhookRecordingFacts {
/**
 * `recordingId` of the recording
 */
id: number
/**
 * Number of files; 0 if nobody spoke or showed anything
 */
files: number
}

/** An event, as webhooks receive it. */
export type WebhookEvent = WebhookParticipantJoined | WebhookParticipantLeft | WebhookRoomEmpty | WebhookLectureStarted | WebhookLectureEnded | WebhookRecordingReady;

/** The type of an event. */
export type WebhookType = WebhookEvent['type'];

/** The event of a type. */
export type WebhookEventOf<T extends WebhookType> = Extract<WebhookEvent, { type: T }>;

/** The types of all events. */
export const webhookTypes: readonly WebhookType[] = ["participant.joined","participant.left","room.empty","lecture.started","lecture.ended","recording.ready"];
