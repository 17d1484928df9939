import type { Options } from 'lectern-protocol/options';
import { type Backplane, presenceKey, updateValue } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';

export type ChatRoomLimits = Pick<Options, 'programmeRooms' | 'userProgrammeRooms' | 'addressProgrammeRooms'>;

/** The chat rooms of each programme, oldest first, with the accounts that created them. */
export class ChatRoomList {
  constructor(
    private readonly backplane: Backplane,
    private readonly limits: ChatRoomLimits,
  ) {}

  /** Returns the IDs of the chat rooms of a programme. */
  async ids(programme: string): Promise<string[]> {
    const entries = (await this.backplane.get<string[]>(presenceKey(programme)))?.value ?? [];
    return entries.map(idOf);
  }

  /**
   * Adds a chat room, unless it is in the list. Returns false if the programme, or the network of a guest, has too many.
   * @param returns the room existed before, so that the limits of accounts do not apply
   * @throws Refusal conflict if the user has created too many
   */
  async add(programme: string, roomId: string, account: Account, returns = false): Promise<boolean> {
    const { programmeRooms, userProgrammeRooms: most, addressProgrammeRooms } = this.limits;
    const { userId, network } = account;
    const entries = await updateValue<readonly string[]>(
      this.backplane,
      presenceKey(programme),
      (entries = []) => {
        if (entries.some((entry) => idOf(entry) === roomId) || entries.length >= programmeRooms)
          return entries;
        if (!returns) {
          const makers = entries.map(makerOf);
          if (makers.filter((maker) => maker.userId === userId).length >= most) {
            throw new Refusal(
              'conflict',
              `you have created ${most} chat rooms in this programme, which is the maximum; leave one of them first`,
            );
          }
          const near = makers.filter((maker) => network !== undefined && maker.network === network);
          if (near.length >= addressProgrammeRooms) return entries;
        }
        return [...entries, [roomId, userId, ...(network === undefined ? [] : [network])].join(SEPARATOR)];
      },
    );
    return entries.some((entry) => idOf(entry) === roomId);
  }

  async remove(programme: string, roomId: string): Promise<void> {
    await updateValue<readonly string[] | undefined>(this.backplane, presenceKey(programme), (entries) => {
      const left = entries?.filter((entry) => idOf(entry) !== roomId);
      if (left?.length === entries?.length) return entries;
      return left?.length === 0 ? undefined : left;
    });
  }
}

// An entry consists of the ID of the room, the ID of the user who created it, and the network of a guest. Neither can
// contain the separator.
const SEPARATOR = '\n';

const idOf = (entry: string): string => entry.split(SEPARATOR, 1)[0] ?? '';

function makerOf(entry: string): Partial<Account> {
  const [, userId, network] = entry.split(SEPARATOR);
  return { ...(userId !== undefined && { userId }), ...(network !== undefined && { network }) };
}
