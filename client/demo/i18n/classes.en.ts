/** The words of the lobby and the class pages. */
export const classes = {
  doorTitle: 'Who is coming?',
  doorLead: 'Teachers and students see this name in their classes. You are asked once.',
  doorEnter: 'Go on',
  lobbyTitle: 'Your classes',
};

export type ClassesWords = typeof classes;
