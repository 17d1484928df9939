/** The texts about order in rooms and lectures. */
export const order = {
  manage: 'Manage room',
  entry: {
    label: 'Who can join',
    open: 'Everyone',
    closed: 'Nobody new',
    hints: {
      open: 'Anyone who is allowed in can join.',
      closed: 'People who are here can stay, and come back after they leave.',
    },
    isClosed: 'Closed to newcomers',
  },
  stop: { microphone: 'Mute', camera: 'Turn off camera', screen: 'Stop sharing' },
  muteAll: 'Mute everyone',
  mutedAll: 'Everyone else was muted. They can unmute themselves.',
  stopped: {
    microphone: (by: string) => `${by} muted you. You can unmute yourself.`,
    camera: (by: string) => `${by} turned off your camera. You can turn it on again.`,
    screen: (by: string) => `${by} stopped sharing your screen. You can share it again.`,
  },
  removeTitle: (name: string) => `Remove ${name} from the room?`,
  removeText: 'They can’t join again until you let them in.',

  closedRoom: {
    title: (room: string) => `${room} is closed to newcomers`,
    text: 'Ask the person who sent you the link to open it, then try again.',
  },
  closedLecture: {
    title: 'This lecture is closed to newcomers',
    text: 'Ask the teacher to open it, then try again.',
  },
  removedFromRoom: {
    title: 'You were removed from this room',
    text: 'You can join again once the person who created the room lets you in.',
  },
  again: 'Try again',
};

export type OrderWords = typeof order;
