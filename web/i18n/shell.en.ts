/** The texts of the frame around every page. */
export const shell = {
  nav: 'Main',
  rooms: 'Rooms',
  classes: 'Classes',
  programmes: 'Programmes',
  toasts: 'Notifications',
  undo: 'Undo',
  undoLast: 'Undo last deletion',
  close: 'Close',
  shortcuts: 'Keyboard shortcuts',
  shortcutsShow: 'Show this list',
  singleKeys: 'Use single-key shortcuts',
  space: 'Space',
  muteLabel: 'Mute or unmute',
  connectionLost: 'You may be seeing outdated information until the connection is back.',
  reconnect: 'Reconnect',
  again: 'Try again',
  loadFailed: 'Couldn’t load this page',
  loadFailedTodo: 'Check your connection, then try again.',
  foreignOrigin: (origin: string) =>
    `The server doesn’t accept pages from ${origin}. Ask the server administrator to add this address to the option “origins”.`,
  noEndpoint: 'The server has no place at this address. Check the link, or ask the person who sent it.',
  refused: {
    'rate-limited': 'Too many requests. Wait a moment and try again.',
    unavailable: 'The server can’t do this right now. Try again in a minute.',
    timeout: 'The server didn’t respond. Try again.',
    disconnected: 'You’re not connected. Try again when the connection is back.',
    'login-required': 'You need to log in. Use the link you were given.',
    forbidden: 'You don’t have permission to do this. Ask the person who created the class or room.',
    revoked: 'Your access to this server has been revoked. Contact the server administrator.',
    'not-found': 'This no longer exists. Reload the page.',
    'bad-data': 'The server rejected this input. Change it and try again.',
    'too-large': 'That’s too long. Shorten it and try again.',
    other: 'Something went wrong. Try again; if it keeps happening, contact the server administrator.',
  },
};

export type ShellWords = typeof shell;
