import type { Generated, Kysely } from './kysely.js';
import type {
  AuditAction,
  MarkerType,
  MemberType,
  RestrictedEntry,
  RevocationKind,
  RoomSpeech,
  Speech,
} from './model.js';
import type { RecordedKind, RecordingEnd } from './recordings.js';
import type { WebhookState } from './webhooks.js';

// Both databases have the same tables. Booleans are 0 or 1 (SQLite has no boolean type), texts with translations and
// replies are JSON, and times are ms since 1970.

/** The tables and their columns, for Kysely. */
export interface Tables {
  users: { id: string; name: string; photo: string | null };
  /** `used_ms`: when it was created, or a user last enrolled, or joined or created a lecture. */
  classes: { uuid: string; title: string; subtitle: string; used_ms: number };
  enrolments: {
    id: Generated<number>;
    class_uuid: string;
    user_id: string;
    member_type: MemberType;
    /** Of the secret of the member's link to the calendar; null without a link. */
    feed_hash: string | null;
    /** When the link was created. */
    feed_ms: number | null;
  };
  lectures: {
    id: Generated<number>;
    class_uuid: string;
    lecture_date: string;
    lecture_name: string;
    playlist: string;
    /** 0 or 1 */
    is_live: number;
    video_idx: number;
    speech: Speech;
    /** Null if everyone can join. */
    entry: RestrictedEntry | null;
    /** Number of changes of the name or the date. */
    revision: Generated<number>;
    /** When the name or the date was last changed. */
    revised_ms: number;
    /** The recording that runs. */
    recording_id: number | null;
    /** Number of recordings. */
    recordings: Generated<number>;
  };
  recordings: {
    id: Generated<number>;
    lecture_id: number;
    starter_id: string;
    started_ms: number;
    /** Null while it runs. */
    ended_ms: number | null;
    reason: RecordingEnd | null;
    /** When its files were stored; null before. */
    converted_ms: number | null;
  };
  recording_files: {
    id: Generated<number>;
    recording_id: number;
    user_id: string;
    user_name: string;
    kind: RecordedKind;
    started_ms: number;
    bytes: number;
    name: string;
  };
  canceled_lectures: {
    lecture_id: number;
    class_uuid: string;
    lecture_date: string;
    revision: number;
    canceled_ms: number;
  };
  spans: {
    id: Generated<number>;
    lecture_id: number;
    user_id: string;
    from_ms: number;
    to_ms: number;
  };
  chat_messages: MessageColumns & {
    lecture_id: number;
    /** The user who can read it besides the instructors; null if all members can. */
    private_with: string | null;
  };
  chat_audio: {
    message_id: number;
    lecture_id: number;
    /** Size of `data`. */
    bytes: number;
    mime_type: string | null;
    /** Seconds. */
    duration: number | null;
    data: Uint8Array;
  };
  markers: {
    id: Generated<number>;
    lecture_id: number;
    video_index: number;
    time: number;
    marker_type: MarkerType;
    creator_id: string;
    created_ms: number;
    answered: Generated<number>;
  };
  marker_votes: { marker_id: number; user_id: string };
  marker_messages: MessageColumns & { marker_id: number };
  replies: {
    id: Generated<number>;
    client_id: string;
    /** The request's ID as JSON, so that 1 and "1" differ. */
    request_id: string;
    change: string;
    answer: string;
    created_ms: number;
  };
  exclusions: {
    id: Generated<number>;
    class_uuid: string;
    /** Null for a ban from the class. */
    lecture_id: number | null;
    user_id: string;
    created_ms: number;
  };
  admissions: {
    id: Generated<number>;
    /** Null for a lecture. */
    room_id: string | null;
    /** Null for a room. */
    lecture_id: number | null;
    user_id: string;
  };
  room_exclusions: {
    id: Generated<number>;
    room_id: string;
    user_id: string;
    /** The user's name at the time of the removal. */
    user_name: string;
    created_ms: number;
    /** 1 if it outlasts the settings of the room, because the operator has removed the user. */
    lasting: Generated<number>;
  };
  revocations: {
    id: Generated<number>;
    kind: RevocationKind;
    subject: string;
    reason: string | null;
    created_ms: number;
    expires_ms: number | null;
  };
  audit_log: {
    id: Generated<number>;
    at_ms: number;
    action: AuditAction;
    /** Null for the operator. */
    actor_id: string | null;
    actor_name: string | null;
    /** Name of an API key. */
    key_name: string | null;
    class_uuid: string | null;
    lecture_id: number | null;
    lecture_name: string | null;
    target_id: string | null;
    target_name: string | null;
    detail: string | null;
  };
  outbox: {
    id: Generated<number>;
    room_id: string;
    epoch: string;
    type: string;
    /** Null if the change was not requested, or by a request without an ID. */
    client_id: string | null;
    /** As in `replies`. */
    request_id: string | null;
    /** The result of the change. */
    value: string;
    about: string | null;
    /** The newest announcement in the same room and epoch before it; null if there was none. */
    previous_id: number | null;
  };
  browsers: { id: string; user_id: string; name: string; created_ms: number; used_ms: number };
  /** A user has at most one link. `hash` is that of its secret. */
  browser_links: { user_id: string; hash: string; username: string; expires_ms: number };
  sessions: { client_id: string; record: string; expires_ms: number };
  secrets: { name: string; secret: string };
  used_tokens: { token_id: string; expires_ms: number };
  webhook_endpoints: {
    id: Generated<number>;
    url: string;
    /** JSON list of types; empty for all. */
    events: string;
    state: WebhookState;
    /** Maximum of `pending`. */
    max_events: number;
    /** Number of events that are not delivered yet. */
    pending: number;
    /** Number of events that were not stored because of the maximum. */
    lost: number;
    /** Time before which nothing is sent. */
    paused_ms: number;
  };
  /** The events of one room for one endpoint, which are sent one after the other. */
  webhook_queues: {
    endpoint_id: number;
    room_id: string;
    pending: number;
    /** Number of failed attempts to send the first event. */
    attempts: number;
    /** Time of the next attempt. */
    next_ms: number;
    /** Of the last attempt; null if it succeeded. */
    error: string | null;
  };
  webhook_events: WebhookEventColumns;
  webhook_dead_letters: WebhookEventColumns & { attempts: number; error: string; dead_ms: number };
  /** The participants that events have reported as joined and not as left. */
  webhook_participants: {
    room_id: string;
    client_id: string;
    user_id: string;
    name: string;
    role: string;
  };
  /** The node that sends events. */
  webhook_lease: { name: string; node: string; until_ms: number };
  rooms: {
    id: Generated<number>;
    room_id: string;
    title: string;
    /** 0 or 1 */
    is_public: number;
    password: string | null;
    max_clients: number | null;
    speech: RoomSpeech;
    /** Null if everyone can join. */
    entry: RestrictedEntry | null;
    owner_id: string | null;
    created_ms: number;
    /** Day on which a client last joined it. */
    used_ms: number;
  };
}

interface WebhookEventColumns {
  id: Generated<number>;
  endpoint_id: number;
  room_id: string;
  /** The same for all endpoints. */
  message_id: string;
  type: string;
  /** JSON, as it is sent. */
  body: string;
  /** The user whom it is about; null if it is about no user. */
  user_id: string | null;
  created_ms: number;
}

interface MessageColumns {
  id: Generated<number>;
  sender_id: string;
  date_str: string;
  text: string;
}

/** The database, or a transaction. */
export type Db = Kysely<Tables>;
