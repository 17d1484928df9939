/** The texts of the pages of programmes. */
export const programme = {
  nameLead: 'Others in the chat rooms will see this name. We only ask once.',

  // Finding a programme
  title: 'Programmes',
  lead: 'Talk about a programme in chat rooms while it’s on air.',
  id: 'Programme ID or link',
  idHint: 'Ask the programme’s host, or someone already in one of its rooms.',
  idMissing: 'Enter the programme ID or paste its link.',
  idWrong:
    'This isn’t a programme ID. IDs have at most 64 characters and no slash; links end in /programmes/…',
  open: 'Open',
  recent: 'Recent',
  newId: 'To start a new programme page, enter an ID that no one has used yet, then share its link.',

  // One programme
  name: (schedule: string) => `Programme ${schedule}`,
  loading: 'Opening the programme…',
  copyLink: 'Copy link',
  copiedProgramme: 'Link copied. Send it to other viewers.',
  copyFailed: (link: string) => `Your browser blocked copying. Here’s the link: ${link}`,
  toProgrammes: 'All programmes',
  failed: 'Couldn’t open the programme',
  forbidden: 'Your login doesn’t give you access. Ask the person who gave you the link.',

  rooms: 'Chat rooms',
  roomCount: (rooms: number, people: number) =>
    `${rooms} room${rooms === 1 ? '' : 's'}, ${people} ${people === 1 ? 'person' : 'people'}`,
  none: 'No chat rooms yet',
  noneTodo: 'Create the first one. Everyone on this page will see it right away.',
  places: (count: number, max: number) => `${count} of ${max}`,
  placesSay: (count: number, max: number) => `${count} of ${max} places taken`,
  full: 'Full',
  voices: 'Voice',
  showAll: (count: number) => `Show all ${count}`,
  newRoom: (title: string) => `New room: ${title}.`,

  create: 'Create a room',
  createDo: 'Create room',
  creating: 'Creating…',
  roomTitle: 'Room name',
  roomTitleHint: 'For example, “Second half”. At most 100 characters.',
  roomTitleMissing: 'Enter a room name.',
  max: 'Maximum number of people',
  maxHint: (voices: number) => `1 to 10,000. Rooms for up to ${voices} people also have voice.`,
  maxWrong: 'Enter a whole number from 1 to 10,000.',
  tooMany: 'This programme has reached its room limit. Join an existing room.',
  mayNotCreate: 'You don’t have permission to create rooms. Join an existing one.',

  // One chat room
  room: 'Chat room',
  joining: 'Joining…',
  copiedRoom: 'Link copied. Send it to the people you want to invite.',
  toRooms: 'Back to chat rooms',
  leave: 'Leave',
  people: (count: number) => `People (${count})`,
  showPeople: (count: number) => `Show people (${count})`,
  showChat: 'Show chat',
  peopleWord: (count: number) => `People (${count})`,
  chatWord: 'Chat',
  you: 'you',
  alone: 'No one else is here yet. Share the link to invite people.',
  inIt: (count: number, max: number | undefined) => (max === undefined ? `${count}` : `${count} of ${max}`),

  fullTitle: (title: string) => `${title} is full`,
  fullText: (max: number) =>
    max === 1
      ? 'Its only place is taken. You can join when it frees up.'
      : `All ${max} places are taken. You can join when one frees up.`,
  freeText: 'There’s a free place now.',
  goneTitle: 'This room no longer exists',
  goneText: 'Rooms are deleted when the last person leaves.',
  goneWhileAway: 'You were disconnected for too long, and no one else was in the room.',
  recreate: 'Recreate room',
  join: 'Join',
  refusedTitle: 'Couldn’t join the room',

  log: 'Room messages',
  empty: 'No messages since you joined. Say hello.',
  label: 'Your message to the room',
  placeholder: 'Message the room',
  sending: 'Sending…',
  gap: 'You were disconnected. Messages sent in the meantime may be missing.',
  controls: 'Room controls',
  noVoices: (most: number) => `Rooms for more than ${most} people are text only.`,

  // Spotlighted messages (aggro on the wire)
  spotlight: 'Spotlight',
  spotlightIn: (seconds: number) => `Spotlight, available in ${seconds} s`,
  spotlightHint: 'Spotlight your message for the whole room. Others can vote it up or down.',
  spotlightEmpty: 'Write a message, then press “Spotlight”.',
  spotlightBusy: 'Another message is in the spotlight. Wait until it’s done.',
  spotlightPause: (seconds: number) => `You spotlighted a message recently. Wait ${seconds} s.`,
  seconds: (seconds: number) => `${seconds} s`,
  spotlightOf: (name: string) => `${name}’s spotlight`,
  ownSpotlight: 'Your spotlight',
  points: (points: number) => `${points} point${points === 1 ? '' : 's'}`,
  pointsWord: (points: number): string => (points === 1 ? 'point' : 'points'),
  left: (time: string) => `${time} left`,
  up: 'Vote up',
  down: 'Vote down',
  votedUp: 'You voted it up',
  votedDown: 'You voted it down',
  spotlighted: (name: string) => `${name} spotlighted:`,
  youSpotlighted: 'You spotlighted:',
  votedOff: 'Voted down to 0 points.',
  timeUp: (points: number) => `Time’s up, with ${points} point${points === 1 ? '' : 's'}.`,
  saySpotlighted: (name: string, text: string) => `${name} spotlighted a message: ${text}`,
  votingEnded: 'Voting on that message has ended.',

  keys: {
    create: 'Create a room',
    write: 'Go to chat box',
    spotlight: 'Spotlight your message',
    up: 'Vote the spotlighted message up',
    down: 'Vote the spotlighted message down',
    people: 'Switch between people and chat',
    mute: 'Mute or unmute',
  },
};

export type ProgrammeWords = typeof programme;
