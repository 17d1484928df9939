import type { AuditEntry } from 'lectern-client';

/** What an entry of the activity log is about. */
export interface Activity {
  actor: string;
  /** Undefined if the action was not about one person. */
  target: string | undefined;
  /** Name of the lecture. */
  lecture: string;
  detail: string;
}

/** The texts about people whom the teacher removes from lectures and classes. */
export const moderation = {
  dropTitle: (name: string) => `Remove ${name} from the lecture?`,
  dropText: 'They’ll be notified, and can’t read, write or speak there.',
  scope: 'Keep them out of',
  scopes: {
    lecture: { word: 'This lecture', hint: 'They can rejoin once you let them in again.' },
    class: {
      word: 'The whole class',
      hint: 'They’re banned from all of its lectures until you lift the ban.',
    },
  },
  drop: 'Remove',
  cancel: 'Cancel',
  dropped: (name: string) => `${name} was removed.`,
  banned: (name: string) => `${name} was banned from the class.`,

  removed: (count: number) => `Removed people (${count})`,
  from: (lecture: string) => `Removed from “${lecture}”`,
  fromClass: 'Banned from the class',
  since: (time: string) => `since ${time}`,
  readmit: 'Let in again',
  lift: 'Lift ban',
  act: (word: string, name: string) => `${word}: ${name}`,
  readmitted: (name: string) => `${name} can join again.`,
  older: 'Show more',
  failed: 'Couldn’t load the list of removed people.',

  activity: 'Activity log',
  activityFailed: 'Couldn’t load the activity log.',
  noActivity: 'Nothing yet. Removals, bans, muting, roles and deletions by teachers are listed here.',
  operator: 'The server administrator',
  /** The subject of a sentence. */
  teacher: (name: string) => name,
  actions: {
    remove: ({ actor, target, lecture }) => `${actor} removed ${target} from “${lecture}”.`,
    ban: ({ actor, target }) => `${actor} banned ${target} from the class.`,
    readmit: ({ actor, target, lecture }) => `${actor} let ${target} into “${lecture}” again.`,
    'lift-ban': ({ actor, target }) => `${actor} lifted the ban of ${target}.`,
    'speech-mode': ({ actor, lecture, detail }) =>
      detail === 'everyone'
        ? `${actor} let everyone speak in “${lecture}”.`
        : `${actor} let only the teacher speak in “${lecture}”.`,
    'revoke-speech': ({ actor, target, lecture }) =>
      `${actor} withdrew ${target}’s permission to speak in “${lecture}”.`,
    'lower-hand': ({ actor, target, lecture }) =>
      target === undefined
        ? `${actor} lowered all hands in “${lecture}”.`
        : `${actor} lowered ${target}’s hand in “${lecture}”.`,
    entry: ({ actor, lecture, detail }) => {
      if (detail === 'open') return `${actor} opened “${lecture}” to everyone in the class.`;
      if (detail === 'waiting') return `${actor} made newcomers wait to be let into “${lecture}”.`;
      return `${actor} closed “${lecture}” to newcomers.`;
    },
    'stop-media': ({ actor, target = 'everyone', lecture, detail }) =>
      detail === 'microphone'
        ? `${actor} muted ${target} in “${lecture}”.`
        : `${actor} turned off the ${detail === 'camera' ? 'camera' : 'shared screen'} of ${target} in “${lecture}”.`,
    'delete-marker': ({ actor, target, lecture }) =>
      `${actor} deleted a question or discussion of ${target} in “${lecture}”.`,
    'delete-message': ({ actor, target, lecture }) =>
      `${actor} deleted a message of ${target} in “${lecture}”.`,
    enroll: ({ actor, target }) => `${actor} enrolled ${target} in the class.`,
    'clear-chat': ({ actor, lecture }) => `${actor} cleared the chat of “${lecture}”.`,
    'remove-member': ({ actor, target }) => `${actor} removed ${target} from the class.`,
    'set-member-type': ({ actor, target, detail }) =>
      `${actor} made ${target} a ${detail === 'instructor' ? 'teacher' : 'student'}.`,
    'delete-lecture': ({ actor, lecture }) => `${actor} deleted the lecture “${lecture}”.`,
    'delete-class': ({ actor }) => `${actor} deleted the class.`,
    'end-lecture': ({ actor, lecture }) => `${actor} ended the live lecture “${lecture}”.`,
    'start-recording': ({ actor, lecture }) => `${actor} started to record “${lecture}”.`,
    'stop-recording': ({ actor, lecture }) => `${actor} stopped the recording of “${lecture}”.`,
    'delete-recording': ({ actor, lecture }) => `${actor} deleted a recording of “${lecture}”.`,
  } satisfies Record<AuditEntry['action'], (of: Activity) => string>,

  youWereDropped: {
    title: 'You were removed from the lecture',
    text: 'The teacher removed you. You can rejoin once the teacher lets you in again.',
    again: 'Try again',
  },
  youWereBanned: {
    title: 'You were banned from this class',
    text: 'The teacher has banned you from this class and its lectures. If you think this is a mistake, contact the teacher.',
  },
};
