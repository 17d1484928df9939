/** The texts about order in rooms and lectures. */
export const order = {
  manage: 'Manage room',
  first:
    'You’ve been in this room the longest, so you can manage it. If you choose who can join or remove someone, the room stays yours.',
  entry: {
    label: 'Who can join',
    open: 'Everyone',
    waiting: 'On request',
    closed: 'Nobody new',
    hints: {
      open: 'Anyone who is allowed in can join.',
      waiting: 'New people wait until you let them in. People who are here can come back.',
      closed: 'People who are here can stay, and come back after they leave.',
    },
    isClosed: 'Closed to newcomers',
    isWaiting: 'New people wait to be let in',
  },
  stop: { microphone: 'Mute', camera: 'Turn off camera', screen: 'Stop sharing' },
  muteAll: 'Mute everyone',
  mutedAll: 'Everyone else was muted. They can unmute themselves.',
  stopped: {
    microphone: (by: string) => `${by} muted you. You can unmute yourself.`,
    camera: (by: string) => `${by} turned off your camera. You can turn it on again.`,
    screen: (by: string) => `${by} stopped sharing your screen. You can share it again.`,
  },
  moved: (room: string, reason: string | undefined) =>
    `You were moved to ${room}${reason === undefined ? '' : `: ${reason}`}.`,
  removeTitle: (name: string) => `Remove ${name} from the room?`,
  removeText: 'They can’t join again until you let them in.',

  waiting: {
    title: (count: number) => `Waiting (${count})`,
    admit: 'Let in',
    refuse: 'Decline',
    act: (word: string, name: string) => `${word}: ${name}`,
    admitAll: 'Let everyone in',
    more: (count: number) => `${count} more ${count === 1 ? 'person waits' : 'people wait'}.`,
    asks: (count: number) => (count === 1 ? '1 person is waiting' : `${count} people are waiting`),
    came: (name: string) => `${name} is waiting to be let in.`,
    failed: 'Couldn’t load the list of people who are waiting.',
  },
  waits: {
    room: (room: string) => `Waiting to join ${room}`,
    roomText:
      'The person who created the room will let you in. You’ll join automatically. Keep this page open.',
    lecture: 'Waiting to join the lecture',
    lectureText: 'The teacher will let you in. You’ll join automatically. Keep this page open.',
    admitted: 'You were let in.',
    stop: 'Stop waiting',
  },
  refused: {
    title: 'You weren’t let in',
    text: 'You can ask again.',
    full: 'You were let in, but the room is full. You can ask again.',
    again: 'Ask again',
  },
  closedRoom: {
    title: (room: string) => `${room} is closed to newcomers`,
    text: 'Ask the person who sent you the link to open it, then try again.',
  },
  closedLecture: {
    title: 'This lecture is closed to newcomers',
    text: 'Ask the teacher to open it, then try again.',
  },
  removedFromRoom: {
    title: 'You were removed from this room',
    text: 'You can join again once the person who manages the room, or the server’s administrator, lifts the ban.',
  },
  again: 'Try again',
};

export type OrderWords = typeof order;
