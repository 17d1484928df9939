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
