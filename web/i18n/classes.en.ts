import type { PlaylistItem } from 'lectern-client';
import type { EntryFault, FileFault } from '../classes/playlist-check.js';

/** The texts of the list of classes and of the class pages. */
export const classes = {
  nameTitle: 'What’s your name?',
  nameLead: 'Teachers and students will see this name. We only ask once.',
  nameContinue: 'Continue',

  classesTitle: 'Your classes',
  youAre: (name: string) => `Your name: ${name}`,
  changeName: 'Change name',
  changeNameTitle: 'Change your name',
  saveName: 'Save',
  openMode: 'Open access: anyone with a class link can join, and names aren’t verified.',
  noClasses: 'You’re not in any classes yet',
  noClassesTodo: 'To teach, create a class and share its link. To attend, paste the link from your teacher.',
  classesTrouble: 'Couldn’t load your classes.',
  role: { instructor: 'You teach', student: 'You attend' },

  create: 'Create a class',
  createDo: 'Create class',
  creating: 'Creating…',
  created: (title: string) => `Created “${title}”. Share the link with your students.`,
  title: 'Title',
  titleHint: 'For example, “Algebra, first year”',
  titleMissing: 'Enter a title for the class.',
  subtitle: 'Subtitle',
  subtitleHint: 'Optional. When, where or for whom.',

  enrollTitle: 'Enroll with a link',
  link: 'Class link or ID',
  linkHint: 'Ask your teacher for it.',
  linkMissing: 'Paste the link from your teacher.',
  linkWrong: 'This isn’t a class link. Class links end in something like /classes/6b1c9c1e-…',
  noSuchClass: 'Class not found. Ask your teacher for the link again.',
  enroll: 'Enroll',
  enrolling: 'Enrolling…',
  enrolled: (title: string) => `You’re enrolled in “${title}”.`,
  alreadyEnrolled: 'You’re already in this class.',
  enrollHere: 'Enroll in this class',
  invited: 'You’ve been invited to a class',
  invitedToLecture: 'You’ve been invited to a lecture of a class',
  taughtBy: (name: string) => `Teacher: ${name}`,
  thenClass:
    'Once you’re enrolled, you see its lectures, and can join when one is live. Others in the class see your name and whether you’re online.',
  thenLecture:
    'Once you’re enrolled, you go straight to the lecture. Others in the class see your name and whether you’re online.',
  enrollAs: (name: string) => `Enroll as ${name}`,

  copyLink: 'Copy class link',
  copyLinkOf: (title: string) => `Copy class link: ${title}`,
  copiedSay: 'Class link copied. Send it to your students.',
  copyFailed: (link: string) => `Your browser blocked copying. Here’s the link: ${link}`,

  aClass: 'Class',
  classTrouble: 'Couldn’t open this class.',
  missing: 'Class not found',
  missingTodo: 'The link may be incomplete. Ask the person who sent it to send it again.',
  toClasses: 'Back to your classes',

  lectures: 'Lectures',
  groups: { today: 'Today', upcoming: 'Upcoming', past: 'Past' },
  joinNow: 'Join now',
  joinNowHint: (name: string) => `Join now: “${name}”`,
  nowLive: (name: string) => `“${name}” is live now.`,
  olderLectures: 'Show older lectures',
  inside: (count: number) => `${count} ${count === 1 ? 'person' : 'people'} here`,
  noLectures: 'No lectures yet',
  noLecturesTeacher: 'Create the first one. Your students will see it here immediately.',
  noLecturesStudent: 'Lectures appear here as soon as your teacher creates them.',

  people: 'People',
  here: (here: number, all: number) => `${here} of ${all} online`,
  online: 'online',
  offline: 'offline',
  onlyYou: 'No one else is enrolled yet. Share the class link with your students.',
  showAll: (count: number) => `Show all ${count}`,

  createLecture: 'Create a lecture',
  createLectureDo: 'Create lecture',
  lectureCreated: (name: string) => `Created “${name}”.`,
  lectureName: 'Name',
  lectureNameHint: 'For example, “Fractions, part 1”',
  lectureNameMissing: 'Enter a name for the lecture.',
  day: 'Date',
  dayMissing: 'Choose a date for the lecture.',
  time: 'Time',
  timeHint: 'Leave empty for all day.',
  playlist: 'Videos',
  playlistHint:
    'Optional: YouTube videos or playlists, or addresses of video files, one per line. Without videos, your camera and screen are the stage.',
  playlistWrong: 'One of the videos below isn’t valid. Change or remove it.',
  addSample: 'Add the sample video',
  entries: 'Checked videos',
  kinds: {
    youtube: 'YouTube video',
    'youtube-playlist': 'YouTube playlist',
    file: 'File',
  } satisfies Record<PlaylistItem['kind'], string>,
  entryFaults: {
    empty: 'This line is empty.',
    'not-a-video': 'Not a YouTube link or a video file (for example, /media/sample.mp4).',
    'no-video-id': 'A YouTube link, but not to a video or playlist.',
    'not-http': 'The address must start with https://.',
    insecure:
      'This page was opened over https, so browsers don’t play http:// videos here. Use an https:// address.',
  } satisfies Record<EntryFault, string>,
  fileFaults: {
    elsewhere: 'On another server, from which this browser can’t load or play it.',
    missing: 'File not found on this server.',
    unreadable: 'This browser can’t play the file.',
  } satisfies Record<FileFault, string>,
  checking: 'checking…',
  checked: (entry: string, result: string) => `${entry}: ${result}`,
};

export type ClassesWords = typeof classes;
