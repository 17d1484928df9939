/** Line icons on a 24 × 24 grid. They are decorative; the labels are in the text beside them. */
const drawings = {
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1',
  camera:
    'M4 6.5h10a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5zM15.5 11l6-3.5v9l-6-3.5',
  cameraOff:
    'M3 3l18 18M9.5 6.5H14A1.5 1.5 0 0 1 15.5 8v4.5l.5.5M15.5 11l6-3.5v9l-2.6-1.5M15.5 16a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5h2.5',
  chat: 'M5.5 4.5h13a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H11l-4.5 4v-4h-1a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm7 14.5 5-5 5 5',
  close: 'm6 6 12 12M18 6 6 18',
  ear: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14.5h2.5v5H5.5a1.5 1.5 0 0 1-1.5-1.5zM20 14.5h-2.5v5h1a1.5 1.5 0 0 0 1.5-1.5z',
  back: 'm14.5 6-6 6 6 6',
  board: 'M3.5 4.5h17v11h-17zM12 15.5v2M8 20.5l4-3 4 3',
  calendar:
    'M5 5.5h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-12a1 1 0 0 1 1-1zM4 10h16M8.5 3.5v4M15.5 3.5v4',
  film: 'M4.5 5h15a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM10 9.3v5.4l4.7-2.7z',
  forward: 'm9.5 6 6 6-6 6',
  keyboard:
    'M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM7 10v.1M10.3 10v.1M13.7 10v.1M17 10v.1M8 14h8',
  larger: 'M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15',
  leave: 'M14 4.5H6.5a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1H14M10.5 12h10m-3.5-3.5 3.5 3.5-3.5 3.5',
  lock: 'M6.5 10.5h11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1',
  microphone: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  microphoneOff:
    'M3 3l18 18M9 9v2.5a3 3 0 0 0 4.7 2.5M15 11V6.5a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.6 6.6 0 0 1-.5 2.5M12 18v3',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  people:
    'M9 5a3.25 3.25 0 1 1 0 6.5A3.25 3.25 0 0 1 9 5zM3 19.5a6 6 0 0 1 12 0M15.5 5.4a3.25 3.25 0 0 1 0 5.7M17.5 14.3a6 6 0 0 1 3.5 5.2',
  pencil: 'M4.5 19.5l.8-4L16 4.8a1.4 1.4 0 0 1 2 0l1.2 1.2a1.4 1.4 0 0 1 0 2L8.5 18.7zM14 7l3 3',
  plus: 'M12 5v14M5 12h14',
  pulse: 'M3 12.5h4l2.5-7 4.5 13 2.5-6H21',
  screen:
    'M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8.5 20.5h7M12 14V8.5m-2.5 2L12 8l2.5 2.5',
  screenOff:
    'M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8.5 20.5h7M9.5 8.5l5 5m0-5-5 5',
  send: 'M4.5 12h14m-6-6 6 6-6 6',
  sound: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  discussion: 'M4.5 4h15v11h-8l-4 4v-4h-3z',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 20h15',
  down: 'M12 5v14m-6-6 6 6 6-6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  hand: 'M8 12.5V6a1.4 1.4 0 0 1 2.8 0v5M10.8 11V4.4a1.4 1.4 0 0 1 2.8 0V11M13.6 11V5.6a1.4 1.4 0 0 1 2.8 0V12M16.4 12V8.4a1.4 1.4 0 0 1 2.8 0v6.1a6.5 6.5 0 0 1-6.5 6.5c-3 0-4.4-1.2-5.8-3.6l-2.6-4.5a1.4 1.4 0 0 1 2.4-1.4L8 13.5',
  megaphone: 'M4 10v4h3.5l8.5 4V6l-8.5 4zM7.5 14l1 5.5H11L10 14.8M19 9.5a4 4 0 0 1 0 5',
  more: 'M5.5 12v.1M12 12v.1M18.5 12v.1',
  next: 'M6 5.5v13l9.5-6.5zM18.5 5.5v13',
  pause: 'M8 5.5v13M16 5.5v13',
  play: 'M7.5 4.5v15L19 12z',
  question:
    'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.6 9.6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6M12 16.4v.1',
  soundOff: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4zM16 9.8l4.4 4.4m0-4.4L16 14.2',
  stop: 'M6.5 6.5h11v11h-11z',
  television: 'M3.5 7h17v11h-17zM8.5 21h7M8 3.5 12 7l4-3.5',
  trash: 'M4.5 6.5h15M9.5 6.5v-2h5v2M6.5 6.5l.8 13h9.4l.8-13M10 10v6M14 10v6',
  up: 'M12 19V5m-6 6 6-6 6 6',
  voice: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={drawings[name]} />
    </svg>
  );
}

/** The logo. */
export function Logo() {
  return (
    <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32" fill="currentColor">
      <path d="M8.3 4h15.4a2 2 0 0 1 1.9 1.4L28.5 14h-25l2.9-8.6A2 2 0 0 1 8.3 4z" />
      <path d="M2.5 16h27v1.5a1.5 1.5 0 0 1-1.5 1.5H4a1.5 1.5 0 0 1-1.5-1.5z" />
      <path d="M12 21h8l.8 5H23a1.5 1.5 0 0 1 0 3H9a1.5 1.5 0 0 1 0-3h2.2z" />
    </svg>
  );
}
