/** The texts of the start page. */
export const home = {
  title: 'Meet, teach and learn together',
  lead: 'Talk, chat and share your screen in a room, or teach a class in which everyone watches the same moment of a video. It runs in your browser, with nothing to install.',
  meet: 'Meet now',
  meetText: 'Open a room for voice, video and chat, then share its link.',
  roomName: 'Room name (optional)',
  roomNameHint: 'Leave it empty for a name that is easy to read out.',
  meetDo: 'Start meeting',
  teach: 'Teach a class',
  teachText:
    'Create a class, invite your students with a link, and start a lecture: videos in sync, voice, chat, questions and raised hands.',
  teachDo: 'Go to your classes',
  join: 'Join by link',
  joinText: 'Have you been invited? Paste the link to the room, class or lecture.',
  link: 'Link or room name',
  linkHint: 'You can also enter the name of a room.',
  linkFaults: {
    missing: 'Paste a link, or enter the name of a room.',
    wrong: 'This is neither a link to a room or class nor a room name. Copy the whole link.',
  },
  joinDo: 'Join',
  operator: {
    title: 'This server is in open mode',
    text: 'Anyone who can reach it can join any room and create classes, under any name. That’s fine for trying Lectern out and on a network that you trust.',
    todo: 'To require logins, restart the server with one of these options:',
  },
};

export type HomeWords = typeof home;
