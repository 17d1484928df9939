/** Keys as they are printed on keyboards. */
export const keyNames: Record<string, string> = {
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
  toasts: 'Notices',
  undo: 'Undo',
  undoLast: 'Take back what was just deleted',
  close: 'Close',
  shortcuts: 'Keyboard shortcuts',
  shortcutsShow: 'Show this list',
  singleKeys: 'Keys of this list do something, except where one writes',
  keys: (keys: string) => nameKeys(keys, 'Space'),
  muteLabel: 'Turn the microphone off or on',
  schoolLost: 'What you see may be old until it is back.',
  connectAgain: 'Connect again',
};

export type ShellWords = typeof shell;
