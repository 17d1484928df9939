import type { RoomMember } from 'lectern-protocol';
import { cleanText } from 'lectern-protocol/shown-text';
import type { Emitter } from './emitter.js';
import type { LobbyEvents, LobbyState } from './lobby-state.js';
import type { NamespaceSignals } from './namespace-signals.js';
import { RoomSignaling } from './room-signaling.js';
import type { Signaler } from './signaler.js';

interface Lobby extends Pick<Emitter<LobbyEvents>, 'on'> {
  readonly id: string;
  readonly state: LobbyState;
}

/** The signaling for a Manager that connects the members of a lobby. */
export function lobbyVoices(lobby: Lobby, signaler: Signaler, inbox: NamespaceSignals): RoomSignaling {
  const names = new Map<string, string>();
  let ownName: string | undefined;
  /** The client id under which the name was sent to the others. */
  let introduced: string | undefined;
  const sendName = (to: string, answer: boolean): void => {
    if (ownName === undefined) return;
    signaler.send('/lobby RTCSIGNAL', { to, type: 'profile', data: { username: ownName, answer } });
  };
  /** A new member sends its name to the others, who reply with theirs. */
  const introduce = (): void => {
    const { joined, peers } = lobby.state;
    if (!joined || ownName === undefined || introduced === signaler.id) return;
    introduced = signaler.id;
    for (const to of peers) sendName(to, false);
  };
  return new RoomSignaling({
    signaler,
    address: `/lobby/${lobby.id}`,
    inbox,
    members: () => {
      const own = signaler.id;
      if (!lobby.state.joined || own === undefined) return undefined;
      const members = lobby.state.peers.map((id): RoomMember => ({ id, username: names.get(id) ?? id }));
      return [...members, { id: own, username: ownName ?? own }];
    },
    listen: (sink) => {
      const stops = [
        lobby.on('state', () => {
          introduce();
          sink.changed();
        }),
        lobby.on('signal', (signal) => {
          const profile = readProfile(signal);
          if (!profile) return;
          names.set(signal.from, profile.username);
          if (!profile.answer) sendName(signal.from, true);
          sink.changed();
        }),
        lobby.on('message', ({ from, message }) => {
          if (typeof message === 'string') sink.text(from, names.get(from) ?? from, message);
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    signal: (type, data, to) => signaler.send('/lobby RTCSIGNAL', { to, type, data }),
    say: (text) => signaler.request('/lobby BROADCAST', { message: text }),
    rename: (username) => {
      if (username !== ownName) introduced = undefined;
      ownName = username;
      introduce();
    },
  });
}

/** Reads a name that another client's voices() sent. `answer`: it is a reply to this client's name. */
function readProfile({
  type,
  data,
}: LobbyEvents['signal']): { username: string; answer: boolean } | undefined {
  if (type !== 'profile') return undefined;
  const { username, answer } = (data ?? {}) as { username?: unknown; answer?: unknown };
  const name = typeof username === 'string' && username.length <= 64 ? cleanText(username) : '';
  return name === '' ? undefined : { username: name, answer: answer === true };
}
