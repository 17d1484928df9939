import type { ClientMessageType } from 'lectern-protocol';

/** What the messages of the attacker refer to. */
export interface Places {
  classUuid: string;
  lectureId: number;
  markerId: number;
  /** A chat room of the programme. */
  roomId: string;
  /** A client that shares all rooms with the attacker, and its user. */
  clientId: string;
  userId: string;
}

/** A message: type, data and, if it is not the server, receiver. */
export type Frame = readonly [type: string, data?: unknown, receiver?: string];

/** Name of the rooms and lobbies in which the crowd is. */
export const CROWD = 'crowd';
export const PROGRAMME = '/programme/42';

const wide = (length: number): string => '한'.repeat(length);
const SDP = `v=0\r\na=${'x'.repeat(60_000)}\r\n`;
/** The data of a namespace's message is limited to 48 KiB. */
const SHOWN = 'x'.repeat(48_000);
/** About 1 MiB when decoded. */
const AUDIO = Buffer.alloc(1_000_000).toString('base64');

/**
 * Returns the messages of each type, as large as they are accepted, or those that cause the most. They are sent over and
 * over. Types that undo each other are sent in turns. Types that end something, and can thus only be sent once, are
 * repeated in vain.
 */
export function roundsOf(places: Places): { readonly [K in ClientMessageType]: readonly Frame[] } {
  const { classUuid, lectureId, markerId, roomId, clientId, userId } = places;
  const lecture = { classUuid, lectureId };
  const both = (type: string, data: unknown): Frame[] => [
    [type, data, '/layout'],
    [type, data, '/bus'],
  ];
  const media = `/sfu/${CROWD}`;
  const room = { room: CROWD };
  const layoutJoin = both('JOIN', { ...room, name: wide(256) });
  const layoutLeave = both('LEAVE', room);
  const [joinLayout, joinBus] = layoutJoin as [Frame, Frame];
  const [leaveLayout, leaveBus] = layoutLeave as [Frame, Frame];
  const trigger = { id: CROWD, data: [SHOWN] };
  return {
    CreateClass: [['CreateClass', { title: wide(200), subtitle: wide(400) }]],
    UpdateClass: [['UpdateClass', { classUuid, title: wide(200), subtitle: wide(400) }]],
    EnrollClass: [['EnrollClass', { classUuid }]],
    GetInvitation: [['GetInvitation', { classUuid }]],
    // The instructor is the last one, and cannot leave.
    LeaveClass: [['LeaveClass', { classUuid }]],
    RemoveMember: [['RemoveMember', { classUuid, userId: 'nobody' }]],
    SetMemberType: [
      ['SetMemberType', { classUuid, userId, memberType: 'instructor' }],
      ['SetMemberType', { classUuid, userId, memberType: 'student' }],
    ],
    DeleteClass: [['DeleteClass', { classUuid: '00000000-0000-4000-8000-000000000000' }]],
    GetClasses: [['GetClasses', { limit: 200 }]],
    JoinClass: [['JoinClass', { classUuid }]],
    CreateClassFeed: [['CreateClassFeed', { classUuid }]],
    GetClassFeed: [['GetClassFeed', { classUuid }]],
    WithdrawClassFeed: [['WithdrawClassFeed', { classUuid }]],
    GetClassMembers: [['GetClassMembers', { classUuid, limit: 200 }]],
    ping: [['ping', 'x'.repeat(4000), clientId]],
    pong: [['pong', 'x'.repeat(4000), clientId]],
    text: [['text', { from: wide(64), time: 1, text: wide(4096) }, 'room']],
    'get-room-info': [['get-room-info']],
    profile: [
      ['profile', { username: wide(64) }],
      ['profile', { username: wide(63) }],
    ],
    'get-ice-servers': [['get-ice-servers']],
    offer: [['offer', { type: 'offer', sdp: SDP }, clientId]],
    answer: [['answer', { type: 'answer', sdp: SDP }, clientId]],
    icecandidate: [['icecandidate', { candidate: 'x'.repeat(1024) }, clientId]],
    renegotiate: [['renegotiate', { reason: 'tracks', kind: 'video', attempt: 1 }, clientId]],
    greeting: [['greeting', wide(1024), 'room']],
    bye: [['bye', wide(1024), clientId]],
    // Without a media server, clients learn that they connect to each other.
    '/sfu join': [['join', null, media]],
    '/sfu offer': [
      [
        'offer',
        { type: 'offer', sdp: 'x'.repeat(40_000), streams: [{ mid: '0', kind: 'microphone' }] },
        media,
      ],
    ],
    '/sfu answer': [['answer', { type: 'answer', sdp: 'x'.repeat(40_000) }, media]],
    '/sfu listen': [['listen', { audio: 8, video: 16 }, media]],
    '/sfu view': [
      ['view', { pictures: true, cameras: Array(16).fill({ id: wide(64), size: 'small' }) }, media],
    ],
    '/sfu icecandidate': [['icecandidate', { connection: 'listening', candidate: 'x'.repeat(1024) }, media]],
    '/sfu mute': [['mute', { kind: 'microphone', muted: true }, media]],
    '/layout JOIN': [leaveLayout, joinLayout],
    '/layout LEAVE': [leaveLayout, joinLayout],
    '/layout NOTIFY': [['NOTIFY', { ...room, message: SHOWN, sender: wide(256) }, '/layout']],
    '/layout CLIENTS': [['CLIENTS', room, '/layout']],
    '/bus JOIN': [leaveBus, joinBus],
    '/bus LEAVE': [leaveBus, joinBus],
    '/bus NOTIFY': [['NOTIFY', { ...room, message: SHOWN, sender: wide(256) }, '/bus']],
    '/bus CLIENTS': [['CLIENTS', room, '/bus']],
    GetLectures: [['GetLectures', { classUuid, limit: 200, playlists: true }]],
    CreateLecture: [
      [
        'CreateLecture',
        {
          classUuid,
          lectureDate: '2026-11-21',
          lectureName: wide(200),
          playlist: `https://example.org/${'x'.repeat(8000)}`,
        },
      ],
    ],
    UpdateLecture: [
      ['UpdateLecture', { ...lecture, lectureName: wide(200), playlist: `${'x'.repeat(8000)}.mp4` }],
    ],
    DeleteLecture: [['DeleteLecture', { classUuid, lectureId: 1_000_000 }]],
    JoinLecture: [
      ['ExitLecture', lecture],
      ['JoinLecture', lecture],
    ],
    ExitLecture: [
      ['ExitLecture', lecture],
      ['JoinLecture', lecture],
    ],
    GetActiveLectureMember: [['GetActiveLectureMember', { ...lecture, limit: 200 }]],
    SetLectureLiveStatus: [
      ['SetLectureLiveStatus', { ...lecture, status: true }],
      ['SetLectureLiveStatus', { ...lecture, status: false }],
    ],
    RaiseHand: [
      ['RaiseHand', lecture],
      ['LowerHand', lecture],
    ],
    LowerHand: [
      ['RaiseHand', lecture],
      ['LowerHand', lecture],
    ],
    LowerAllHands: [['LowerAllHands', lecture]],
    SetSpeechMode: [
      ['SetSpeechMode', { ...lecture, mode: 'instructor' }],
      ['SetSpeechMode', { ...lecture, mode: 'everyone' }],
    ],
    GrantSpeech: [
      ['GrantSpeech', { ...lecture, userId }],
      ['RevokeSpeech', { ...lecture, userId }],
    ],
    RevokeSpeech: [
      ['GrantSpeech', { ...lecture, userId }],
      ['RevokeSpeech', { ...lecture, userId }],
    ],
    DropParticipant: [['DropParticipant', { ...lecture, userId: 'nobody' }]],
    GetExclusions: [['GetExclusions', { classUuid, limit: 200 }]],
    ReadmitParticipant: [['ReadmitParticipant', { ...lecture, userId: 'nobody' }]],
    GetAuditLog: [['GetAuditLog', { classUuid, limit: 200 }]],
    GetLectureCalendar: [
      ['GetLectureCalendar', { ...lecture, page: `https://example.org/${'x'.repeat(2000)}` }],
    ],
    GetAttendance: [['GetAttendance', { ...lecture, limit: 200 }]],
    // A server without a media server refuses it.
    SetRecording: [['SetRecording', { ...lecture, record: true }]],
    GetRecordings: [['GetRecordings', lecture]],
    DeleteRecording: [['DeleteRecording', { ...lecture, recordingId: 1_000_000 }]],
    LiveChatTextMessage: [['LiveChatTextMessage', { ...lecture, text: wide(4096) }]],
    LiveChatPrivateMessage: [['LiveChatPrivateMessage', { ...lecture, text: wide(4096) }]],
    GetLiveChatMessages: [['GetLiveChatMessages', { ...lecture, limit: 200 }]],
    Reaction: [['Reaction', { ...lecture, reaction: 'clap' }]],
    LiveChatAudioMessage: [['LiveChatAudioMessage', { ...lecture, arrayBuffer: AUDIO }]],
    'create-browser-link': [['create-browser-link', { name: 'b'.repeat(64) }]],
    'use-browser-link': [['use-browser-link', { secret: 's'.repeat(32), name: 'b'.repeat(64) }]],
    'get-browsers': [['get-browsers', undefined]],
    'sign-out-browser': [['sign-out-browser', { id: 'b'.repeat(64) }]],
    GetLiveChatAudio: [['GetLiveChatAudio', { ...lecture, messageId: 1_000_000 }]],
    '/lobby JOIN': [
      ['LEAVE', CROWD, '/lobby'],
      ['JOIN', CROWD, '/lobby'],
    ],
    '/lobby LEAVE': [
      ['LEAVE', CROWD, '/lobby'],
      ['JOIN', CROWD, '/lobby'],
    ],
    '/lobby BROADCAST': [['BROADCAST', { message: SHOWN }, '/lobby']],
    '/lobby RTCSIGNAL': [['RTCSIGNAL', { to: clientId, sdp: { type: 'offer', sdp: SDP } }, '/lobby']],
    DeleteLiveChatMessage: [['DeleteLiveChatMessage', { ...lecture, messageId: 1_000_000 }]],
    ClearChat: [['ClearChat', lecture]],
    CreateMarker: [
      ['CreateMarker', { ...lecture, marker: { markerType: 'Question', videoIndex: 0, time: 1 } }],
    ],
    DeleteMarker: [['DeleteMarker', { ...lecture, markerId: 1_000_000 }]],
    SetMarkerAnswered: [
      ['SetMarkerAnswered', { ...lecture, markerId, answered: true }],
      ['SetMarkerAnswered', { ...lecture, markerId, answered: false }],
    ],
    VoteMarker: [
      ['VoteMarker', { ...lecture, markerId, vote: true }],
      ['VoteMarker', { ...lecture, markerId, vote: false }],
    ],
    MarkerTextMessage: [
      ['MarkerTextMessage', { ...lecture, markerTextMessage: { markerId, message: wide(4096) } }],
    ],
    GetMarkerMessages: [['GetMarkerMessages', { markerId, limit: 200 }]],
    GetMarkers: [['GetMarkers', { ...lecture, videoIndex: 0, limit: 200 }]],
    TimeMarkerClicked: [['TimeMarkerClicked', { markerId, markerType: 'Question' }]],
    InstructorTimeChange: [['InstructorTimeChange', { ...lecture, newtime: 73.2 }]],
    InstructorPlay: [['InstructorPlay', lecture]],
    InstructorPause: [['InstructorPause', lecture]],
    SelectVideo: [['SelectVideo', { ...lecture, selectedVideoIdx: 0 }]],
    SyncClock: [['SyncClock', { t0: 123.5 }]],
    '/programme enter': [['enter', undefined, PROGRAMME]],
    '/programme loadRooms': [['loadRooms', undefined, PROGRAMME]],
    '/programme loadUsers': [['loadUsers', { roomId }, PROGRAMME]],
    '/programme createRoom': [['createRoom', { title: wide(100), max: 2 }, PROGRAMME]],
    '/programme joinRoom': [
      ['leaveRoom', { roomId }, PROGRAMME],
      ['joinRoom', { roomId }, PROGRAMME],
    ],
    '/programme leaveRoom': [
      ['leaveRoom', { roomId }, PROGRAMME],
      ['joinRoom', { roomId }, PROGRAMME],
    ],
    '/programme chat': [['chat', { roomId, msg: wide(500), type: 'chat' }, PROGRAMME]],
    '/programme aggroUp': [['aggroUp', { aggroUID: `${roomId}.1` }, PROGRAMME]],
    '/programme aggroDown': [['aggroDown', { aggroUID: `${roomId}.1` }, PROGRAMME]],
    'create-room': [['create-room', { title: wide(100), public: true }]],
    'get-rooms': [['get-rooms', { limit: 200 }]],
    'update-room': [['update-room', { room_id: CROWD, title: wide(100) }]],
    'delete-room': [['delete-room', { room_id: 'nowhere' }]],
    'set-entry': [
      ['set-entry', { room_id: CROWD, entry: 'closed' }],
      ['set-entry', { room_id: CROWD, entry: 'open' }],
    ],
    'stop-media': [['stop-media', { room_id: CROWD, media: 'microphone' }]],
    'remove-user': [['remove-user', { room_id: CROWD, user: wide(64) }]],
    'get-removed': [['get-removed', { room_id: CROWD, limit: 200 }]],
    'readmit-user': [['readmit-user', { room_id: CROWD, user: wide(64) }]],
    'get-waiting': [['get-waiting', { room_id: CROWD }]],
    admit: [['admit', { room_id: CROWD }]],
    refuse: [['refuse', { room_id: CROWD }]],
    login: [['login', {}]],
    relogin: [['relogin', Buffer.alloc(1024).toString('base64')]],
    refreshReconnectionTicket: [['refreshReconnectionTicket']],
    refreshToken: [['refreshToken', { token: 'x'.repeat(8000) }]],
    logout: [['logout']],
    ack: [['ack', Object.fromEntries([[CROWD, 1]])]],
    '/trigger JOIN': [
      ['LEAVE', CROWD, '/trigger'],
      ['JOIN', CROWD, '/trigger'],
    ],
    '/trigger LEAVE': [
      ['LEAVE', CROWD, '/trigger'],
      ['JOIN', CROWD, '/trigger'],
    ],
    '/trigger BROADCAST_EVENTS': [['BROADCAST_EVENTS', trigger, '/trigger']],
    '/trigger BROADCAST_UPDATES': [['BROADCAST_UPDATES', trigger, '/trigger']],
    '/trigger BROADCAST_STATUS': [['BROADCAST_STATUS', trigger, '/trigger']],
  };
}
