/** The texts about rooms with settings: creating them, and joining them. */
export const roomAccess = {
  settings: 'Room settings',
  settingsHint: 'These apply to a new room. Without them, anyone with the link can join.',
  public: 'List this room on the start page',
  password: 'Password',
  passwordHint: 'At least 4 characters. Leave empty for no password.',
  passwordShort: 'Use at least 4 characters.',
  max: 'Maximum number of people',
  maxHint: 'Leave empty for no limit.',
  maxWrong: 'Enter a whole number greater than 0.',
  taken: 'This room already has settings, or someone is in it. Choose another name.',
  list: 'Public rooms',
  places: (count: number, max: number | undefined) =>
    max === undefined
      ? `${count} ${count === 1 ? 'person' : 'people'}`
      : `${count} of ${max} ${max === 1 ? 'person' : 'people'}`,
  locked: 'Password required',
  open: 'Open access: anyone can join, and names aren’t verified.',
  lockedTitle: (room: string) => `${room} has a password`,
  lockedLead: 'Ask the person who sent you the link for the password.',
  lockedWrong: 'Wrong password.',
  fullTitle: (room: string) => `${room} is full`,
  fullLead: 'You’ll join automatically as soon as someone leaves.',
  slowTitle: 'Too many wrong passwords',
  slowLead: 'Attempts from your network are paused for a moment.',
  tokenTitle: 'You need to log in',
  tokenLead: 'Use the link you were given, or log in on the site that sent you here.',
  forbiddenTitle: (room: string) => `You don’t have access to ${room}`,
  forbiddenLead: 'Ask the person who sent you the link for access.',
  otherTitle: (room: string) => `Can’t join ${room} right now`,
  mayNotSpeak: 'Only presenters can speak in this room.',
  silent: 'Can’t speak in this room',
};

export type RoomAccessWords = typeof roomAccess;
