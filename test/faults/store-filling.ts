/** Numbers of messages and markers of a lecture. */
export interface Size {
  messages: number;
  markers: number;
}

export const sizes = {
  empty: { messages: 0, markers: 0 },
  short: { messages: 50, markers: 50 },
  long: { messages: 100_000, markers: 5000 },
} satisfies Record<string, Size>;

const words = JSON.stringify({
  result: 'A sentence of the usual length, as people write them.',
  status: 200,
});
const text = `{"ko":${words},"en":${words}}`;
const upTo = (count: number): string =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

/** Inserts chat messages of a user, and markers of the first video, directly into the tables. */
export async function fill(
  execute: (statement: string) => Promise<void>,
  { lectureId, userId }: { lectureId: number; userId: string },
  { messages, markers }: Size,
): Promise<void> {
  await execute(
    `insert into chat_messages (lecture_id, sender_id, date_str, text)
      ${upTo(messages)} select ${lectureId}, '${userId}', '2026-11-21T09:41:00Z', '${text}' from n where i <= ${messages}`,
  );
  await execute(
    `insert into markers (lecture_id, video_index, time, marker_type, creator_id, created_ms)
      ${upTo(markers)} select ${lectureId}, 0, i, 'Question', '${userId}', 0 from n where i <= ${markers}`,
  );
}
