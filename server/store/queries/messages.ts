import { Refusal } from '../../protocol/errors.js';
import type { ExpressionBuilder, NotNull } from '../kysely.js';
import type { ChatMessage, Message, NewMessage } from '../model.js';
import type { ChangeInput, ChangeValue, ChatQuery, Page, PageQuery } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

interface MessageRow {
  id: number;
  sender_id: string;
  sender_name: string;
  date_str: string;
  text: string;
}

interface PrivateRow {
  private_with: string | null;
  private_name: string | null;
}

interface ChatMessageRow extends MessageRow, PrivateRow {
  bytes: number | null;
  mime_type: string | null;
  duration: number | null;
}

const toMessage = ({ id, sender_id, sender_name, date_str, text }: MessageRow): Message => ({
  messageId: id,
  dateStr: date_str,
  text: JSON.parse(text),
  senderName: sender_name,
  senderId: sender_id,
});

const toPrivate = ({ private_with, private_name }: PrivateRow): Pick<Message, 'private'> =>
  private_with === null ? {} : { private: { id: private_with, name: private_name ?? '' } };

const toChatMessage = ({ bytes, mime_type, duration, ...row }: ChatMessageRow): Message => ({
  ...toMessage(row),
  ...toPrivate(row),
  ...(bytes !== null && {
    audio: {
      bytes,
      ...(mime_type !== null && { mimeType: mime_type }),
      ...(duration !== null && { duration }),
    },
  }),
});

const messageColumns = ({ senderId, dateStr, text }: NewMessage) => ({
  sender_id: senderId,
  date_str: dateStr,
  text: JSON.stringify(text),
});

/** The columns of a new message that the database provides. Including the name saves a round trip. */
const generatedColumns = ({ selectFrom }: ExpressionBuilder<Tables, 'chat_messages' | 'marker_messages'>) =>
  [
    'id',
    selectFrom('users').whereRef('users.id', '=', 'sender_id').select('users.name').as('sender_name'),
  ] as const;

export async function addChatMessage(db: Db, message: ChangeInput<'addChatMessage'>): Promise<Message> {
  const columns = messageColumns(message);
  const row = await db
    .insertInto('chat_messages')
    .values({ lecture_id: message.lectureId, private_with: message.privateWith ?? null, ...columns })
    .returning(generatedColumns)
    .returning(({ selectFrom }) => [
      'private_with',
      selectFrom('users').whereRef('users.id', '=', 'private_with').select('users.name').as('private_name'),
    ])
    .$narrowType<{ sender_name: NotNull }>()
    .executeTakeFirstOrThrow();
  return { ...toMessage({ ...row, ...columns }), ...toPrivate(row) };
}

export async function addMarkerMessage(db: Db, message: ChangeInput<'addMarkerMessage'>): Promise<Message> {
  const columns = messageColumns(message);
  const row = await db
    .insertInto('marker_messages')
    .values({ marker_id: message.markerId, ...columns })
    .returning(generatedColumns)
    .$narrowType<{ sender_name: NotNull }>()
    .executeTakeFirstOrThrow();
  return toMessage({ ...row, ...columns });
}

export async function deleteChatMessage(
  db: Db,
  { messageId }: ChangeInput<'deleteChatMessage'>,
): Promise<ChangeValue<'deleteChatMessage'>> {
  const row = await db
    .deleteFrom('chat_messages')
    .where('id', '=', messageId)
    .returning(['lecture_id', 'sender_id'])
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', 'message not found');
  return { messageId, lectureId: row.lecture_id, senderId: row.sender_id };
}

export async function clearChat(
  db: Db,
  { lectureId }: ChangeInput<'clearChat'>,
): Promise<ChangeValue<'clearChat'>> {
  const { numDeletedRows } = await db
    .deleteFrom('chat_messages')
    .where('lecture_id', '=', lectureId)
    .executeTakeFirst();
  return { lectureId, messages: Number(numDeletedRows) };
}

export async function chatMessage(db: Db, id: number): Promise<ChatMessage | undefined> {
  const row = await db
    .selectFrom('chat_messages as message')
    .innerJoin('users', 'users.id', 'message.sender_id')
    .select(['message.id', 'lecture_id', 'sender_id', 'users.name as sender_name', 'date_str', 'text'])
    .where('message.id', '=', id)
    .executeTakeFirst();
  return row && { ...toMessage(row), lectureId: row.lecture_id };
}

export async function chatMessages(
  db: Db,
  lectureId: number,
  { readerId, ...query }: ChatQuery = {},
): Promise<Page<Message>> {
  const all = db
    .selectFrom('chat_messages as message')
    .innerJoin('users', 'users.id', 'message.sender_id')
    .leftJoin('users as other', 'other.id', 'message.private_with')
    .leftJoin('chat_audio as audio', 'audio.message_id', 'message.id')
    .select(['message.id', 'sender_id', 'users.name as sender_name', 'date_str', 'text'])
    .select(['bytes', 'mime_type', 'duration', 'private_with', 'other.name as private_name'])
    .where('message.lecture_id', '=', lectureId)
    .where('message.id', '<', beforeOf(query))
    .orderBy('message.id', 'desc')
    .limit(pageLimit(query) + 1);
  const readable =
    readerId === undefined
      ? all
      : all.where((row) =>
          row.or([
            row('private_with', 'is', null),
            row('private_with', '=', readerId),
            row('sender_id', '=', readerId),
          ]),
        );
  return toPage(await readable.execute(), query, toChatMessage);
}

export async function markerMessages(
  db: Db,
  markerId: number,
  query: PageQuery = {},
): Promise<Page<Message>> {
  const rows = await db
    .selectFrom('marker_messages as message')
    .innerJoin('users', 'users.id', 'message.sender_id')
    .select(['message.id', 'sender_id', 'users.name as sender_name', 'date_str', 'text'])
    .where('marker_id', '=', markerId)
    .where('message.id', '<', beforeOf(query))
    .orderBy('message.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toMessage);
}
