/** The texts about private messages in lectures. */
export const privately = {
  /** The label of the choice of the recipients. */
  to: 'Send to',
  everyone: 'Everyone',
  teachers: 'Teachers',
  student: (name: string) => name,
  teachersBox: {
    label: 'Your private message to the teachers',
    placeholder: 'Private message to the teachers',
    note: 'Only teachers and you can read this.',
  },
  studentBox: {
    label: (name: string) => `Your private message to ${name}`,
    placeholder: (name: string) => `Private message to ${name}`,
    note: (name: string) => `Only ${name} and teachers can read this.`,
  },
  /** Shown at a private message. */
  sentToTeachers: 'Private, to teachers',
  sentToYou: 'Private, to you and teachers',
  sentTo: (name: string) => `Private, to ${name} and teachers`,
  reply: (name: string) => `Reply privately to ${name}`,
  write: 'Write privately',
  /** Shown if a message is refused while the user writes to others. */
  notSent: (to: string) => `Your message to “${to}” wasn’t sent. It’s back in its text box.`,
};

export type PrivateWords = typeof privately;
