import { cleanText, isName, isTitle, normalText } from 'lectern-protocol/shown-text';
import t from 'tap';

/** Names that people have. */
const good = {
  'Latin with marks': 'Zoë Nguyễn-O’Brien',
  Hangul: '김하늘',
  Cyrillic: 'Анна Смирнова',
  Greek: 'Ελένη Παπαδοπούλου',
  Hebrew: 'שָׂרָה כהן',
  Arabic: 'محمد عبد الله',
  'Persian with ZWNJ': 'علی\u200cرضا',
  'Hindi with ZWJ': 'क्\u200dषमा',
  'Malayalam that ends with ZWJ': 'മോഹന\u0d4d\u200d',
  'Sinhala with ZWJ': 'ශ්\u200dරී',
  'Bengali with ZWNJ': 'র\u200c্যাব',
  'Japanese with a variant of an ideograph': '渡邉\u{e0101} 花子',
  Mongolian: 'ᠮᠣᠩᠭᠣᠯ\u180b',
  'an emoji of several people': 'Ann 👩\u200d👩\u200d👧\u200d👦',
  'an emoji with a skin tone and a profession': '👩🏽\u200d💻',
  'a heart with a variation selector': 'Bo ❤\ufe0f\u200d🔥',
  'a heart as text': 'Bo ❤\ufe0e',
  'a keycap': 'Team 1\ufe0f\u20e3',
  'the flag of a country': '🇰🇷 Kim',
  'the flag of a region': '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  'two words of different alphabets': 'Иван Smith',
  'Hangul with Latin letters': 'Kim하늘',
  'kanji with kana': '山田はなこ',
  punctuation: '…',
  digits: '42',
};

/** Texts that nobody could see, or that take the looks of another name. */
const bad = {
  'no character': '',
  'white space': ' \u3000 ',
  'a zero-width space': '\u200b',
  'a Hangul filler': '\u3164',
  'a blank of Braille': '\u2800',
  'a mark without a letter': '\u0301',
  'isolates of direction': '\u2066\u2067\u2068',
  'an override of direction': '\u202enimda',
  'a mark of direction': 'Ann\u200f',
  'a control character': 'A\u0007B',
  'a line feed': 'Ann\nBo',
  'a paragraph separator': 'Ann\u2029Bo',
  'half of a surrogate pair': 'A\ud800',
  'a noncharacter': 'A\uffff',
  'a name with a zero-width space': 'Ann\u200b',
  'a name with a soft hyphen': 'A\u00adnn',
  'a name with a no-break space': 'Ms\u00a0Kim',
  'a name with a joiner that joins nothing': 'An\u200dn',
  'a name with a variation selector': 'Ann\ufe0f',
  'a digit with a variation selector': 'Ann 1\ufe0f',
  'a name with tags': 'Ann\u{e0041}',
  'a Persian name with two joiners': 'علی\u200c\u200cرضا',
  'a Persian name that ends with a joiner': 'علی\u200c',
  'a letter under a pile of marks': `A${'\u0301\u0302'.repeat(10)}`,
  'Cyrillic and Latin letters in a word': 'Мs Kim',
  'Greek and Latin letters in a word': 'Αnn',
};

t.test('names of people are good names, also after cleaning', async (t) => {
  for (const [what, name] of Object.entries(good)) {
    t.ok(isName(name), what);
    t.equal(cleanText(name), normalText(name), `${what}: cleaning keeps it`);
  }
});

t.test('invisible and deceptive names are refused', async (t) => {
  for (const [what, name] of Object.entries(bad)) t.notOk(isName(name), what);
});

t.test('cleaning makes a good title of any text', async (t) => {
  for (const [what, text] of Object.entries({ ...good, ...bad })) t.ok(isTitle(cleanText(text)), what);
  t.equal(cleanText('\u202eMs\u00a0Kim\u200b\n'), 'Ms Kim');
  t.equal(cleanText('\u200b\u3164 \u2800'), '');
});

t.test('titles can be empty, and can mix alphabets', async (t) => {
  for (const title of ['', 'α-particles', 'Δx and dx']) t.ok(isTitle(title), title);
  t.notOk(isTitle('Alg\u202eebra'));
});

t.test('a name is composed, and its spaces are trimmed and collapsed', async (t) => {
  t.equal(normalText('  Zoe\u0308 \u3000 Kim '), 'Zoë Kim');
  t.equal(normalText('क\u093c'.repeat(3)).length, 6, 'no text becomes longer');
  t.equal(normalText('\u0958'.repeat(64)).length, 64);
});
