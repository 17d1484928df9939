/** Keys as they are printed on keyboards. */
const keyNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

export const nameKeys = (keys: string, space: string): string =>
  keys
    .split('+')
    .map((key) => (key === 'Space' ? space : (keyNames[key] ?? key)))
    .join(' + ');

/** The texts around every page. */
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
  keys: (keys: string) => nameKeys(keys, 'Space'),
  muteLabel: 'Mute or unmute',
  schoolLost: 'You may be seeing outdated information until the connection is back.',
  reconnect: 'Reconnect',
  again: 'Try again',
  refused: {
    'rate-limited': 'Too many requests. Wait a moment and try again.',
    unavailable: 'The server can’t do this right now. Try again in a minute.',
    timeout: 'The server didn’t respond. Try again.',
    disconnected: 'You’re not connected. Try again when the connection is back.',
    'login-required': 'You need to log in. Use the link you were given.',
    forbidden: 'You don’t have permission to do this. Ask the person who created the class or room.',
    'not-found': 'This no longer exists. Reload the page.',
    'bad-data': 'The server rejected this input. Change it and try again.',
    'too-large': 'That’s too long. Shorten it and try again.',
    other: 'Something went wrong. Try again; if it keeps happening, contact the server administrator.',
  },
};

export type ShellWords = typeof shell;
