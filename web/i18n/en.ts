import type { MediaTroubleReason, TroubleReason } from 'lectern-client';
import type { NameFault } from '../person-name.js';
import { browsers } from './browsers.en.js';
import { classes } from './classes.en.js';
import { closes } from './closes.en.js';
import { exports } from './exports.en.js';
import { home } from './home.en.js';
import { lecture } from './lecture.en.js';
import { manage } from './manage.en.js';
import { moderation } from './moderation.en.js';
import { order } from './order.en.js';
import { privately } from './private.en.js';
import { programme } from './programme.en.js';
import { recording } from './recording.en.js';
import { roomAccess } from './room-access.en.js';
import { shell } from './shell.en.js';

/** A problem, and the next step for the user. */
interface Advice {
  what: string;
  todo: string;
}

/** "3 people", "1 person". */
const people = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`;

const list = (names: string[]): string => {
  const [first = '', second = ''] = names;
  if (names.length === 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  return `${first}, ${second} and ${names.length - 2} more`;
};

const otherBrowser = 'Use a current version of Chrome, Edge, Firefox or Safari.';

export const en = {
  shell,
  browsers,
  classes,
  programme,
  roomAccess,
  lecture,
  manage,
  exports,
  recording,
  moderation,
  order,
  privately,
  header: {
    home: 'Lectern home',
    toDark: 'Switch to dark theme',
    toLight: 'Switch to light theme',
  },
  home,
  entry: {
    facts: [
      'Nothing to install, no account needed.',
      'Audio goes directly between browsers whenever the network allows.',
      'Your camera and screen sharing stay off until you turn them on.',
    ],
    aboutToJoin: 'You’re about to join',
    name: 'Your name',
    nameHint: 'Others will see this name.',
    nameFaults: {
      missing: 'Enter the name others will see.',
      mixed: 'Use the letters of one alphabet in each word.',
    } satisfies Record<NameFault, string>,
    noSuchRoom: 'This isn’t a room name',
    roomWrong: 'Room names start with a letter or digit and can contain only letters, digits and - _ . ~',
    join: 'Join',
    joining: 'Joining…',
    without: 'Join without a microphone',
    startMuted: 'Start muted',
    withoutHint: 'You can listen and chat, but others can’t hear you.',
  },
  door: {
    title: 'Before others hear you',
    titleSeen: 'Before others hear and see you',
    lead: {
      speak: 'Others can hear you after you select “Continue”, unless you start muted.',
      camera:
        'Others can see you after you select “Continue”, and hear you unless you start muted or have no microphone.',
      screen:
        'After you select “Continue”, choose what to share. Others can then hear you too, unless you start muted.',
      record: 'After that, hold the button while you speak. Others hear only what you record.',
    },
    pass: 'Continue',
    back: 'Cancel',
  },
  microphone: {
    title: 'Microphone',
    check: 'Test your microphone',
    checkHint: 'Make sure others can hear you before you join.',
    waiting: 'Allow microphone access in your browser…',
    speak: 'Say something. The bar should move.',
    works: 'Your microphone works.',
    level: 'Microphone level',
    choose: 'Microphone',
    unnamed: (number: number) => `Microphone ${number}`,
    options: 'Microphone options',
    shortcut: 'Press M to mute or unmute',
    retry: 'Try again',
    nowUsing: (name: string) => `The microphone in use is now: ${name}`,
    speaker: { choose: 'Speaker', unnamed: (number: number) => `Speaker ${number}` },
    camera: {
      choose: 'Camera in use',
      unnamed: (number: number) => `Camera ${number}`,
      preview: 'Your camera',
    },
  },
  room: {
    copy: 'Copy link',
    copied: 'Link copied',
    copiedSay: 'Link copied. Send it to the people you want to invite.',
    copyFailed: 'Your browser blocked copying. Copy the link from the address bar.',
    people: 'People in the room',
    count: people,
    alone: 'No one else is here yet.',
    aloneTodo: 'Share the link to invite people.',
    served:
      'A media server passes on sound and pictures here, because the room is large. They are encrypted on the way to the server and from it, but the server can see and hear them.',
    soundOnly: 'Receive sound only: no cameras and screens',
    crowded: (count: number) =>
      `Audio goes directly between browsers, so ${count} people is a lot for one device. If the sound breaks up, turn off cameras and screen sharing and close other programs.`,
    soundOn: 'Turn on sound',
    soundBlocked: 'Your browser or device has paused the sound. Turn it on to hear others.',
    joined: (names: string[]) => `${list(names)} joined.`,
    left: (names: string[]) => `${list(names)} left.`,
  },
  person: {
    you: 'you',
    teacher: 'Teacher',
    tag: 'Tag',
    sameName: 'Someone else here has a name that looks the same',
    muted: 'Muted',
    listener: 'Listening only',
    connecting: 'Connecting…',
    camera: (name: string) => `${name}’s camera`,
    screen: (name: string) => `${name}’s screen`,
    larger: 'Full screen',
    quality: (name: string) => `Connection to ${name}`,
    good: 'good',
    fair: 'fair',
    poor: 'poor',
    unknown: 'not measured yet',
  },
  quality: {
    roundTrip: 'Round trip',
    jitter: 'Jitter',
    loss: 'Loss',
    path: 'Path',
    direct: 'direct',
    relayed: 'through a relay',
    served: 'through the media server',
    sends: 'Sends',
    receives: 'Receives',
    measuring: 'Measuring…',
  },
  controls: {
    title: 'Call controls',
    mute: 'Mute mic',
    unmute: 'Unmute mic',
    noMicrophone: 'Turn on mic',
    microphone: 'Mic',
    cameraOn: 'Turn on camera',
    cameraOff: 'Turn off camera',
    camera: 'Camera',
    screenOn: 'Share screen',
    screenOff: 'Stop screen share',
    screen: 'Share',
    chat: 'Chat',
    people: 'People',
    showChat: (unread: number) =>
      unread === 0 ? 'Show chat' : `Show chat, ${unread} new message${unread === 1 ? '' : 's'}`,
    showPeople: 'Show people',
    more: 'More',
    diagnostics: 'Diagnostics',
    leave: 'Leave',
    nowMuted: 'You’re muted.',
    nowUnmuted: 'You’re unmuted.',
    micOff: 'muted',
  },
  chat: {
    title: 'Chat',
    log: 'Messages',
    empty: 'No messages yet. Everyone in the room can see what you write here.',
    label: 'Your message',
    placeholder: 'Message the room',
    send: 'Send',
    you: 'You',
    hint: 'Press Enter to send, Shift+Enter for a new line.',
    tooLong: (over: number) => `${over} character${over === 1 ? '' : 's'} over the limit.`,
    offline: 'Not sent: you’re not connected. Your text is kept here.',
    unconfirmed:
      'The connection was lost before your message was confirmed. Check the chat before you send it again.',
    sending: 'Sending…',
    limited: 'Not sent: too many messages at once. Wait a moment and send it again.',
    quota:
      'Not sent: you or your network have reached a limit that resets within a day. Try again in a few hours.',
    refused: 'Not sent: the server rejected it.',
    newBelow: 'New messages below',
  },
  connection: {
    idle: 'Not connected',
    connecting: 'Connecting…',
    open: 'Connected',
    waiting: 'Connection lost',
    closed: 'Closed',
    lost: 'Connection lost.',
    unreachable: 'Can’t reach the server.',
    offline: 'Your device is offline.',
    doubtful: 'The server isn’t answering. Checking the connection…',
    checking: 'Checking…',
    again: (seconds: number) => (seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…'),
    tryNow: 'Try now',
    voices: 'You may still hear each other, but you can’t send messages.',
    back: 'Reconnected.',
  },
  closed: {
    title: 'You’re no longer in the room',
    left: (room: string) => `You left ${room}`,
    code: (code: number) => `Close code ${code}`,
    closes,
    unknown: 'The server closed the connection.',
    todo: {
      left: 'You can come back at any time.',
      garbled:
        'A proxy, a virus scanner or a browser extension may be changing the traffic. Try another network or browser.',
      abuse: 'Wait a minute, then rejoin.',
      other: 'Rejoin. If this keeps happening, send the code below to the server administrator.',
    },
    again: 'Rejoin',
    home: 'Back to start',
  },
  trouble: {
    microphone: {
      permission: {
        what: 'Your browser isn’t allowed to use the microphone.',
        todo: 'Select the icon to the left of the address, allow the microphone, then try again.',
      },
      'no-device': {
        what: 'No microphone found.',
        todo: 'Connect one or turn it on in the system settings, then try again.',
      },
      'in-use': {
        what: 'Another program is using the microphone.',
        todo: 'Close other calling or recording apps, then try again.',
      },
      insecure: {
        what: 'This page wasn’t opened over https.',
        todo: 'Browsers only allow microphones on https pages or localhost. Ask the server administrator for the https address.',
      },
      unsupported: { what: 'This browser doesn’t support microphones.', todo: otherBrowser },
      unknown: {
        what: 'Couldn’t start the microphone.',
        todo: 'Try again, or choose another microphone.',
      },
    } satisfies Record<MediaTroubleReason, Advice>,
    camera: {
      permission: {
        what: 'Your browser isn’t allowed to use the camera.',
        todo: 'Select the icon to the left of the address, allow the camera, then turn it on again.',
      },
      'no-device': { what: 'No camera found.', todo: 'Connect one, then turn it on again.' },
      'in-use': {
        what: 'Another program is using the camera.',
        todo: 'Close other calling or recording apps, then turn it on again.',
      },
      insecure: {
        what: 'This page wasn’t opened over https.',
        todo: 'Browsers only allow cameras on https pages or localhost. Ask the server administrator for the https address.',
      },
      unsupported: { what: 'This browser doesn’t support cameras.', todo: otherBrowser },
      unknown: { what: 'Couldn’t start the camera.', todo: 'Turn it on again.' },
    } satisfies Record<MediaTroubleReason, Advice>,
    screen: {
      what: 'Couldn’t share your screen.',
      todo: 'Phones can’t share their screen. On a computer, allow screen recording for your browser in the system settings.',
    },
    peer: {
      'network-blocked': {
        what: 'The network is blocking the connection to this person.',
        todo: 'A firewall may be blocking calls. Try another network, or ask the server administrator for a TURN server.',
      },
      'ice-failed': {
        what: 'The connection to this person failed.',
        todo: 'Retrying. If it doesn’t help, one of you should reload the page.',
      },
      'no-answer': {
        what: 'This person’s browser isn’t responding.',
        todo: 'They may have lost their network. They’ll reconnect automatically or disappear from the list.',
      },
      'not-loaded': {
        what: 'Part of this page for calls couldn’t be loaded.',
        todo: 'It’s being tried again. If that doesn’t help, reload the page.',
      },
      'remote-gone': { what: 'This person is leaving.', todo: '' },
      unsupported: {
        what: 'This browser doesn’t support calls.',
        todo: `${otherBrowser} You can still chat here.`,
      },
    } satisfies Record<TroubleReason, Advice>,
    self: 'Others can’t hear you.',
    dismiss: 'Dismiss',
  },
  diagnostics: {
    title: 'Diagnostics',
    close: 'Close diagnostics',
    connection: 'Connection',
    state: 'State',
    server: 'Server',
    room: 'Room',
    client: 'Client ID',
    protocol: 'Protocol',
    heartbeat: 'Heartbeat',
    every: (seconds: number) => `every ${seconds} s`,
    network: 'Round trip to the server',
    jitter: 'Jitter',
    now: 'Now',
    mean: 'Mean',
    lost: 'Lost',
    ofPings: (lost: number, sent: number) => `${lost} of ${sent}`,
    plot: (now: string, mean: string, jitter: string) =>
      `Chart of the last minute: round trip ${now}, mean ${mean}, jitter ${jitter}.`,
    measuring: 'Measuring…',
    ice: 'STUN and TURN',
    iceLead: 'These servers help browsers connect through routers and firewalls.',
    iceNone:
      'No STUN or TURN servers are configured. People on the same network can hear each other; people on different networks may not. The server administrator can add servers with the options stunUrls and turnUrls.',
    iceAgain: 'Test again',
    iceFailed: 'Couldn’t load the list.',
    checking: 'testing…',
    answers: (ms: string) => `OK (${ms})`,
    refused: 'credentials rejected',
    silent: 'no response',
    invalid: 'invalid address',
    peers: 'People',
    noPeers: 'No one else is in the room.',
    person: 'Name',
    report: 'Copy report',
    reportCopied: 'Report copied',
  },
  peerState: {
    connecting: 'connecting',
    connected: 'connected',
    failed: 'failed',
    closed: 'closed',
  },
  rooms: {
    adjectives: [
      'amber',
      'brave',
      'bright',
      'calm',
      'clear',
      'early',
      'gentle',
      'golden',
      'green',
      'happy',
      'kind',
      'little',
      'lucky',
      'mellow',
      'merry',
      'misty',
      'open',
      'quick',
      'quiet',
      'silver',
      'sunny',
      'tall',
      'warm',
      'wise',
    ],
    nouns: [
      'acorn',
      'bridge',
      'brook',
      'candle',
      'cedar',
      'cloud',
      'falcon',
      'field',
      'garden',
      'harbor',
      'hill',
      'island',
      'lantern',
      'maple',
      'meadow',
      'otter',
      'owl',
      'pebble',
      'pine',
      'river',
      'robin',
      'sparrow',
      'valley',
      'willow',
    ],
  },
};

/** The texts of the page. A language that lacks one does not compile. */
export type Words = typeof en;
