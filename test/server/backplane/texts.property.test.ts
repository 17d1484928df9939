import fc from 'fast-check';
import t from 'tap';
import { Texts } from '../../../server/backplane/texts.js';

const text = fc.string({ unit: 'grapheme', maxLength: 700, size: 'max' });

/** Adds a text, or removes the given number of the oldest texts. */
const deed = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.nat({ max: 6 }) });

t.test('a text is read back unchanged until it is removed', async (t) => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60, size: 'max' }), (deeds) => {
      const texts = new Texts();
      const held: { start: number; end: number; text: string }[] = [];
      let end = 0;
      for (const deed of deeds) {
        if (typeof deed === 'string') {
          const start = end;
          end = texts.add(deed);
          held.push({ start, end, text: deed });
        } else {
          const gone = held.splice(0, deed).at(-1);
          if (gone) texts.forget(gone.end);
        }
        for (const { start, end, text } of held) {
          if (texts.read(start, end) !== text) return false;
        }
        const bytes = held.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
        if (texts.size !== bytes) return false;
      }
      return true;
    }),
  );
  t.pass('held for every run');
});
