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

/** The words around every page. */
export const shell = {
  nav: 'Pages',
  rooms: 'Rooms',
  classes: 'Classes',
  programmes: 'Programmes',
  toasts: 'Notices',
  undo: 'Undo',
  undoLast: 'Take back what was just deleted',
  close: 'Close',
  shortcuts: 'Keyboard shortcuts',
  shortcutsShow: 'Show this list',
  singleKeys: 'Use single-key shortcuts',
  keys: (keys: string) => nameKeys(keys, 'Space'),
  muteLabel: 'Turn the microphone off or on',
  schoolLost: 'What you see may be old until it is back.',
  connectAgain: 'Connect again',
  again: 'Try again',
  refused: {
    'rate-limited': 'That was too much at once. Wait a moment, then try again.',
    unavailable: 'The server cannot do this at the moment. Try again in a minute.',
    timeout: 'The server did not answer. Try again.',
    disconnected: 'There is no connection. Try again when it is back.',
    'login-required': 'This server wants a login. Open the link that you were given.',
    forbidden: 'You have not the right to do this. Ask the teacher of the class.',
    'not-found': 'It is not there any more. Reload the page to see what is.',
    'bad-data': 'The server did not take what was written. Change it and try again.',
    'too-large': 'That is more than the server takes. Make it shorter.',
    other: 'It did not work. Try again; if it keeps happening, tell whoever runs this server.',
  },
};

export type ShellWords = typeof shell;
