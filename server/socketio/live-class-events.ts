import type { Lecture, Member, Refused, ServerData, ServerMessageType } from 'lectern-protocol';
import type { Envelope, SocketEvent } from './dialect.js';

/** The data of a successful reply or a broadcast. */
type Granted<T extends ServerMessageType> = Exclude<ServerData[T], Refused>;

const memberOf = ({ connected, ...rest }: Member) => ({
  id: rest.userId,
  ...rest,
  connectStatus: connected,
});

const lectureOf = ({ isLive, participants, ...rest }: Lecture) => ({
  ...rest,
  LiveStatus: isLive,
  participants: participants.map(memberOf),
});

/** LiveClass only shows messages with status 200, also if they are not translated (202). */
const shown = <T extends object>(data: T) => ({ ...data, status: 200 });

/** The arguments of each event of the server, from the data of the message. */
const argumentsOf: { readonly [T in ServerMessageType]?: (data: Granted<T>) => readonly unknown[] } = {
  CreateClass: (data) => [data],
  EnrollClass: (data) => [data],
  JoinClass: ({ instructor, ...rest }) => [{ ...rest, instructor: memberOf(instructor) }],
  GetLectures: ({ lectures, status }) => [{ lectures: lectures.map(lectureOf), status }],
  CreateLecture: ({ lecture, status }) => [{ lecture: lectureOf(lecture), status }],
  GetClassMembers: ({ members, status }) => [{ members: members.map(memberOf), status }],
  JoinLecture: ({ user, lecture, playback, status }) => [
    { user: memberOf(user), lecture: lectureOf(lecture), playback, status },
  ],
  ExitLecture: (data) => [data],
  GetActiveLectureMember: ({ members, status }) => [{ members: members.map(memberOf), status }],
  SetLectureLiveStatus: (data) => [data],
  InstructorTimeChange: ({ newtime }) => [`${newtime}`],
  InstructorPlay: () => [],
  InstructorPause: () => [],
  SelectVideo: (data) => [data],
  LiveChatTextMessage: (data) => [shown(data)],
  LiveChatAudioMessage: ({ senderId, arrayBuffer }) => [
    { senderId, arrayBuffer: Buffer.from(arrayBuffer, 'base64') },
  ],
  CreateMarker: (data) => [data],
  DeleteMarker: (data) => [data],
  MarkerTextMessage: (data) => [shown(data)],
  GetMarkerMessages: ({ textMessages, status }) => [{ textMessages, status }],
  GetMarkers: ({ markers, status }) => [{ markers, status }],
  TimeMarkerClicked: ({ markerId, markerType }) => [markerId, markerType],
};

/** Returns the event of an envelope; undefined for a type that LiveClass does not have. */
export function liveClassEvent({ type, data }: Envelope): SocketEvent | undefined {
  const translate = (argumentsOf as Partial<Record<string, (data: unknown) => readonly unknown[]>>)[type];
  if (!translate) return undefined;
  return { name: type, args: isRefused(data) ? [data] : translate(data) };
}

/** Returns whether a reply refuses the request. */
const isRefused = (data: unknown): boolean =>
  Number((data as { status?: unknown } | null | undefined)?.status) >= 400;
