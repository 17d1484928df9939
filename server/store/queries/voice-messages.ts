import { sql } from '../kysely.js';
import type { AudioPart, Message } from '../model.js';
import type { ChangeInput, ReadInput } from '../store.js';
import type { Db } from '../tables.js';
import { addChatMessage } from './messages.js';

export async function addVoiceMessage(
  db: Db,
  { audio, ...message }: ChangeInput<'addVoiceMessage'>,
): Promise<Message> {
  const { data, mimeType, duration } = audio;
  const saved = await addChatMessage(db, message);
  await db
    .insertInto('chat_audio')
    .values({
      message_id: saved.messageId,
      lecture_id: message.lectureId,
      bytes: data.byteLength,
      mime_type: mimeType ?? null,
      duration: duration ?? null,
      data,
    })
    .execute();
  const { data: _, ...described } = audio;
  return { ...saved, audio: { ...described, bytes: data.byteLength } };
}

export async function audioPart(
  db: Db,
  { messageId, offset, bytes }: ReadInput<'audioPart'>[0],
): Promise<AudioPart | undefined> {
  // Neither database may take the parameters for text or for floating-point numbers.
  const start = sql`cast(${offset + 1} as integer)`;
  const row = await db
    .selectFrom('chat_audio')
    .select([
      'lecture_id',
      'bytes',
      sql<Uint8Array>`substr(data, ${start}, cast(${bytes} as integer))`.as('part'),
    ])
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row && { lectureId: row.lecture_id, bytes: row.bytes, data: row.part };
}

export async function lectureAudioBytes(db: Db, lectureId: number): Promise<number> {
  const row = await db
    .selectFrom('chat_audio')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('bytes'))
    .where('lecture_id', '=', lectureId)
    .executeTakeFirst();
  return Number(row?.bytes ?? 0);
}
