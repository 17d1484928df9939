/** The words about rooms with settings: at their doors, and where they are made. */
export const doors = {
  settings: 'Room settings',
  settingsHint: 'For a room that you make. Without them anybody with the link comes in.',
  public: 'List this room on the start page',
  password: 'Password',
  passwordHint: 'At least 4 characters. Leave it empty for none.',
  passwordShort: 'A password has at least 4 characters.',
  max: 'How many may be in it',
  maxHint: 'Leave it empty for as many as come.',
  maxWrong: 'Write a whole number above 0.',
  taken: 'This room has settings already, or others are in it. Choose another name.',
  list: 'Public rooms',
  places: (count: number, max: number | undefined) =>
    max === undefined ? `${count} in it` : `${count} of ${max} in it`,
  locked: 'Password needed',
  open: 'This server runs open: anyone may enter, and names are not checked.',
  lockedTitle: (room: string) => `${room} has a password`,
  lockedLead: 'Ask whoever sent you the link for it.',
  lockedWrong: 'That is not the password of this room.',
  fullTitle: (room: string) => `${room} is full`,
  fullLead: 'You come in by yourself as soon as somebody leaves.',
  slowTitle: 'Too many wrong passwords',
  slowLead: 'They came from your network. Yours is looked at after a pause.',
  tokenTitle: 'This server wants to know who you are',
  tokenLead: 'Open the link that you were given, or come from the site where you log in.',
  forbiddenTitle: (room: string) => `You may not enter ${room}`,
  forbiddenLead: 'Ask whoever sent you the link.',
  otherTitle: (room: string) => `${room} cannot be entered at the moment`,
  mayNotSpeak: 'Only presenters are heard in this room.',
  silent: 'May not speak in this room',
};

export type DoorWords = typeof doors;
