import type { Recording, RecordingChange } from 'lectern-protocol';

/** The texts about recordings of lectures. */
export const recording = {
  badge: 'Recording',
  word: 'Record',
  stopWord: 'Stop recording',
  start: 'Record the lecture',
  stop: 'Stop the recording',
  ask: {
    title: 'Record this lecture?',
    text: 'Everyone is told. Whoever is speaking is muted, and is recorded only after turning their microphone, camera or screen on again. The chat and the videos of the playlist aren’t recorded. Afterwards, everyone in the class can download the recording.',
    confirm: 'Start recording',
    cancel: 'Cancel',
  },
  notice:
    'This lecture is being recorded. Your voice, camera and screen are recorded while you have them on. Everyone in the class can download the recording.',
  stopped: 'Your microphone, camera and screen were turned off.',
  understood: 'Got it',
  needsLive: 'Start the class first, then you can record it.',
  ended: {
    stopped: 'The recording has stopped.',
    ended: 'The lecture has ended, and so has its recording.',
    full: 'There’s no more space for recordings, so the recording has stopped. What was recorded so far is kept.',
    lost: 'The recording has stopped because of a problem with the media server. What was recorded so far is kept.',
  } satisfies Record<NonNullable<RecordingChange['reason']>, string>,
  ready: 'The recording is ready. You’ll find it in the lecture’s menu on the class page.',
  list: 'Recordings',
  of: (lecture: string) => `Recordings of “${lecture}”`,
  failed: 'Couldn’t load the recordings.',
  none: 'There are no recordings.',
  from: (time: string) => `Recorded ${time}`,
  states: {
    running: 'Being recorded now',
    converting: 'Being prepared for download. Try again in a minute.',
    ready: 'Nobody spoke or showed anything in it.',
  } satisfies Record<Recording['state'], string>,
  kinds: {
    microphone: 'voice',
    camera: 'camera',
    screen: 'screen',
    screenSound: 'sound of the screen',
  },
  file: (name: string, kind: string) => `${name}: ${kind}`,
  startsAt: (time: string) => `from ${time}`,
  download: (file: string) => `Download ${file}`,
  delete: 'Delete this recording',
  deleteAsk: {
    title: 'Delete this recording?',
    text: 'Its files are deleted for everyone. This can’t be undone.',
    confirm: 'Delete',
    cancel: 'Cancel',
  },
  deleted: 'The recording was deleted.',
};

export type RecordingWords = typeof recording;
