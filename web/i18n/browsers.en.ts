/** The texts about using the page in several browsers. */
export const browsers = {
  another: 'Use another device',
  explanation:
    'Open a link on your other device to continue there as the same person, with the same classes. Only open it on devices of your own.',
  create: 'Create link',
  link: 'Link for your other device',
  once: (minutes: number) => `The link works once, within ${minutes} minutes. Don’t show it to anyone.`,
  copy: 'Copy link',
  copied: 'Link copied',
  copyFailed: 'Couldn’t copy the link. Select it and copy it yourself.',
  yours: 'Your browsers',
  current: 'This browser',
  used: (day: string) => `Last used: ${day}`,
  signOut: 'Sign out',
  signOutName: (name: string) => `Sign out ${name}`,

  useTitle: 'Use this device, too?',
  useText:
    'This browser continues as the person who created the link. Go on only if you created it yourself, on another device.',
  replaceText: (name: string) =>
    `This browser continues as the person who created the link, and no longer as ${name}. Go on only if you created it yourself, on another device.`,
  use: 'Continue here',
  cancel: 'Cancel',
  linkGone: 'This link was used or has expired. Create another one on your first device.',
  newGuest: 'Continue as a new guest',
};

export type BrowsersWords = typeof browsers;
