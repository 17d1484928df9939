import type {
  Participant,
  Quality,
  Self,
  StoppableMedia,
  TroubleReason,
  VideoPeerState,
} from 'lectern-client';

/** A participant of the room, as shown on the page. */
export interface Person {
  name: string;
  /** The user's id. Undefined for the user of this page, and if the server does not give it. */
  user: string | undefined;
  own: boolean;
  state: VideoPeerState;
  muted: boolean;
  /** Has no microphone. */
  listening: boolean;
  /** Is not allowed to speak. */
  silenced: boolean;
  /** Whether this page exchanges media with the person through a media server. */
  served: boolean;
  quality: Quality | undefined;
  trouble: TroubleReason | undefined;
  audio: MediaStream | undefined;
  camera: MediaStream | undefined;
  screen: MediaStream | undefined;
}

export function personOf(of: Participant | Self): Person {
  const { username: name, muted, camera, screen } = of;
  if (!('peer' in of)) {
    const listening = of.microphone === undefined;
    const silenced = !of.maySpeak;
    const served = of.carrier === 'server';
    const nothing = {
      user: undefined,
      silenced,
      served,
      quality: undefined,
      trouble: undefined,
      audio: undefined,
    };
    return { name, own: true, state: 'connected', muted, listening, camera, screen, ...nothing };
  }
  const { user, state, listening, silenced, quality, audio } = of;
  const trouble = of.trouble?.reason;
  const heard = { muted, listening, silenced, served: !of.peer, quality, trouble };
  return { name, user, own: false, state, ...heard, audio, camera, screen };
}

/** Returns what a participant sends. */
export function sentBy({ muted, listening, camera, screen }: Person): StoppableMedia[] {
  return [
    ...(muted || listening ? [] : (['microphone'] as const)),
    ...(camera ? (['camera'] as const) : []),
    ...(screen ? (['screen'] as const) : []),
  ];
}

/** Returns whether two people look the same on the page. */
export function sameInLooks(one: Person, other: Person): boolean {
  const keys = Object.keys(one) as (keyof Person)[];
  return keys.every((key) => one[key] === other[key]);
}

/** Returns the first letter of the name, or those of its first and last words, for the avatar. */
export function initials(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
    .filter(Boolean);
  const [first = ''] = letters;
  return (letters.length > 1 ? first + letters.at(-1) : first).toLocaleUpperCase();
}

/** Returns one of `count` tints, always the same for a name. */
export function tint(name: string, count: number): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 33 + (letter.codePointAt(0) ?? 0) * 7) % 65_521;
  return sum % count;
}
