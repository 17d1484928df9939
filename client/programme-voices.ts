import type { ProgrammeUser, RoomMember } from 'lectern-protocol';
import type { Emitter } from './emitter.js';
import type { NamespaceSignals } from './namespace-signals.js';
import type { ProgrammeEvents, ProgrammeState } from './programme-state.js';
import { RoomSignaling } from './room-signaling.js';
import type { Signaler } from './signaler.js';

interface Programme extends Pick<Emitter<ProgrammeEvents>, 'on'> {
  readonly address: string;
  readonly state: ProgrammeState;
  say(roomId: string, msg: string): Promise<void>;
}

/** The signaling for a Manager that connects the members of a programme's chat room. */
export function programmeVoices(
  programme: Programme,
  signaler: Signaler,
  inbox: NamespaceSignals,
  roomId: string,
): RoomSignaling {
  let users: readonly ProgrammeUser[] | undefined;
  let members: RoomMember[] = [];
  return new RoomSignaling({
    signaler,
    address: `${programme.address}/${roomId}`,
    inbox,
    members: () => {
      const { entered, joined } = programme.state;
      const chat = entered ? joined.get(roomId) : undefined;
      if (!chat) return undefined;
      if (chat.users !== users) members = chat.users.map(memberOf);
      users = chat.users;
      return members;
    },
    listen: (sink) => {
      const stops = [
        programme.on('state', () => sink.changed()),
        programme.on('chat', (chat) => {
          if (chat.roomId === roomId) sink.text(chat.sender, chat.displayName, chat.msg);
        }),
        signaler.on('bye', ({ sender }) => sink.bye(sender)),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    signal: (type, data, receiver) => signaler.send(type, data, receiver),
    say: (text) => programme.say(roomId, text),
  });
}

const memberOf = ({ id, displayName, userUID }: ProgrammeUser): RoomMember => ({
  id,
  username: displayName,
  user: userUID,
});
