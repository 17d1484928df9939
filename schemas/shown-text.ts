/** Scripts whose spelling needs joiners: cursive ones and those of India and its neighbors. */
const JOINING = [
  'Arabic Syriac Nko Mandaic Mongolian Phags_Pa Adlam Hanifi_Rohingya',
  'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Tibetan Myanmar Khmer',
]
  .flatMap((scripts) => scripts.split(' '))
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** The sign that suppresses a vowel. In Malayalam, for example, a joiner after it can end a word. */
const VIRAMA = '\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA';

const PICTURE = '\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?';

/** Sequences in which a character that is invisible by itself changes what is seen. */
const MEANINGFUL = [
  // Emoji: flags of regions, shown as text, of one or several parts, keycaps.
  '\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{1,8}\\u{E007F}',
  '\\p{Extended_Pictographic}\\uFE0E',
  `${PICTURE}(?:\\u200D${PICTURE})*`,
  '[0-9#*]\\uFE0F?\\u20E3',
  // Variants of ideographs, as in Japanese surnames, and of Mongolian letters.
  '\\p{Script=Han}[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]',
  '[\\u1820-\\u18AA][\\u180B-\\u180D\\u180F]',
  `[${JOINING}\\u064B-\\u0655\\u0670][\\u200C\\u200D](?=[${JOINING}])`,
  `[${VIRAMA}]\\u200D`,
];

/**
 * Control characters, characters that direct the text around them, invisible ones (the last four by their looks, not by
 * their Unicode properties), and halves of surrogate pairs.
 */
const HIDDEN =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}' +
  '\\u2800\\uFFFC\\u{1D159}\\u{16FE4}]';

const MEANINGFUL_OR_HIDDEN = new RegExp(`(${MEANINGFUL.join('|')})|${HIDDEN}`, 'gu');

/** More marks on one letter than any spelling needs run over the lines above and below. */
const PILED_MARKS = /(\p{Mn}{4})\p{Mn}+/gu;

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/** Alphabets with letters that look like those of another one. */
const ALPHABETS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/** Some letters are taken apart by NFC. A text is left as it is if it would become too long that way. */
function composed(text: string): string {
  const normal = text.normalize('NFC');
  return normal.length > text.length ? text : normal;
}

/** Returns a name or title as it is stored: in Unicode's form NFC, without superfluous spaces. */
export const normalText = (text: string): string =>
  composed(text)
    .replace(/[ \u3000]+/g, ' ')
    .trim();

/**
 * Returns a name or title without the characters that others could not see, or that would change how the text around it
 * is shown. Any white space becomes one space. Empty if nothing visible remains.
 */
export function cleanText(text: string): string {
  const cleaned = composed(text)
    .replace(/[\s\u2800]+/gu, ' ')
    .replace(MEANINGFUL_OR_HIDDEN, '$1')
    .replace(PILED_MARKS, '$1');
  return VISIBLE.test(cleaned) ? normalText(cleaned) : '';
}

/** Returns whether a title is empty, or `cleanText` has nothing to remove from it. */
export const isTitle = (text: string): boolean => cleanText(text) === normalText(text);

/**
 * Returns whether a text can be the name of a person: visible, without hidden characters, and without words that mix
 * letters of alphabets that look alike, with which one could take the looks of another's name.
 */
export function isName(text: string): boolean {
  if (!isTitle(text) || normalText(text) === '') return false;
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.every((word) => ALPHABETS.filter((alphabet) => alphabet.test(word)).length <= 1);
}
