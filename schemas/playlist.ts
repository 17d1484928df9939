const VIDEO_ID = /^[\w-]{11}$/;
const LIST_ID = /^(PL|UU|FL|OL|LL|RD|EC|SP)[\w-]{10,62}$/;

/** Whether an entry is the ID of a YouTube video. */
export const isVideoId = (entry: string): boolean => VIDEO_ID.test(entry);

/** Whether an entry is the ID of a YouTube playlist. */
export const isListId = (entry: string): boolean => LIST_ID.test(entry);

/** A comma is part of an address unless a space, another comma, the end or another address follows it. */
const SEPARATOR =
  /\r?\n|,(?=\s|,|$|https?:\/\/|\.{0,2}\/|(?:(?:www|m|music)\.)?youtu(?:\.be|be(?:-nocookie)?\.com)\/)/i;

/** Splits a text that contains no query (which could contain commas). YouTube IDs count as entries, too. */
function splitIds(entry: string): string[] {
  if (entry.includes('?')) return [entry];
  const parts = entry.split(',');
  const isId = (part: string) => isVideoId(part) || isListId(part);
  return parts.reduce<string[]>((entries, part) => {
    const last = entries.at(-1);
    if (last === undefined || isId(part) || isId(last)) entries.push(part);
    else entries[entries.length - 1] = `${last},${part}`;
    return entries;
  }, []);
}

/** Splits a playlist into its entries, of which none is empty. */
export const splitPlaylist = (text: string): string[] =>
  text
    .split(SEPARATOR)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .flatMap(splitIds);
