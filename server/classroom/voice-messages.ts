import type { LiveChatAudioSaved } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import { lectureRoomId } from '../chat/room-id.js';
import type { Lecture, MessageText, NewAudio, RequestKey, Store } from '../store/store.js';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import type { ChangeBroadcaster } from './change-broadcaster.js';
import { DailyAmounts } from './daily-amounts.js';
import { toSavedMessage } from './saved-message.js';
import type { StorageBudget } from './storage-budget.js';

export type VoiceMessageOptions = Pick<
  Options,
  'lectureAudioBytes' | 'userAudioRate' | 'addressAudioRate' | 'pageBytes'
>;

/** The text of a voice message, for clients that only display texts. */
const TEXT: MessageText = {
  ko: { result: '음성 메시지', status: 200 },
  en: { result: 'Voice message', status: 200 },
};
/** Bytes that a voice message takes up in addition to its audio. */
const ROW_BYTES = 1024;

interface Services {
  store: Pick<Store, 'addVoiceMessage' | 'audioPart' | 'lectureAudioBytes'>;
  broadcaster: ChangeBroadcaster;
  storage: StorageBudget;
  budgets: BudgetMeter;
  options: VoiceMessageOptions;
}

/** The result of storing a voice message. */
interface Kept {
  saved: LiveChatAudioSaved;
  /** Whether the same request stored it before. */
  repeated: boolean;
}

/** The voice messages that are stored with the chat of lectures, within budgets. */
export class VoiceMessages {
  private readonly amounts: DailyAmounts;
  private readonly lectureBudget: Budget;
  private readonly dayBudget: Budget;

  constructor(private readonly services: Services) {
    const { budgets, options } = services;
    const { userAudioRate, addressAudioRate } = options;
    this.amounts = new DailyAmounts({ user: userAudioRate, guest: userAudioRate, address: addressAudioRate });
    this.lectureBudget = budgets.add('lecture_audio_bytes');
    this.dayBudget = budgets.add('stored_audio_bytes_per_day');
  }

  /** Stores a voice message and announces it in the lecture's room, unless a budget is used up. */
  async keep(
    client: ChatClient,
    { id: lectureId }: Lecture,
    audio: NewAudio,
    request: RequestKey | undefined,
  ): Promise<Kept> {
    const { store, broadcaster } = this.services;
    const full = await this.fullBudget(client.account, lectureId, audio.data.byteLength);
    if (full) return { saved: { full, status: 202 }, repeated: false };
    const given = {
      lectureId,
      senderId: client.user.id,
      dateStr: new Date().toISOString(),
      text: TEXT,
      audio,
    };
    let kept: Kept | undefined;
    await broadcaster.storeAndBroadcast({
      roomId: lectureRoomId(lectureId),
      type: 'LiveChatAudioSaved',
      change: async (announcement) => {
        const result = await store.addVoiceMessage(given, request, announcement);
        const message = toSavedMessage(result.value);
        kept = { saved: { message, status: 200 }, repeated: result.repeated };
        return result;
      },
      // The reply is sent apart, because a message that is not stored has one, too.
      by: { client, request: { id: undefined } },
    });
    if (!kept) throw new Error('the voice message was not stored');
    return kept;
  }

  private async fullBudget(
    account: Account,
    lectureId: number,
    bytes: number,
  ): Promise<LiveChatAudioSaved['full']> {
    const { store, storage, options } = this.services;
    if (!storage.admitsAudio()) return 'database';
    if ((await store.lectureAudioBytes(lectureId)) + bytes > options.lectureAudioBytes) {
      this.lectureBudget.refused();
      return 'lecture';
    }
    if (this.amounts.spend(account, bytes + ROW_BYTES) > 0) {
      this.dayBudget.refused();
      return 'day';
    }
    return undefined;
  }

  /**
   * Returns a part of the audio of a message, and where the next one begins.
   * @returns undefined if the message is not a voice message of the lecture
   */
  async part(
    lectureId: number,
    messageId: number,
    offset: number,
  ): Promise<{ data: Uint8Array; next?: number } | undefined> {
    const { store, options } = this.services;
    // In base64, three bytes take up four.
    const bytes = Math.floor(options.pageBytes / 4) * 3;
    const part = await store.audioPart({ messageId, offset, bytes });
    if (part?.lectureId !== lectureId) return undefined;
    const next = offset + part.data.byteLength;
    return { data: part.data, ...(next < part.bytes && { next }) };
  }
}
