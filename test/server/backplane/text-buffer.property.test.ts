import fc from 'fast-check';
import t from 'tap';
import { TextBuffer } from '../../../server/backplane/text-buffer.js';

const text = fc.string({ unit: 'grapheme', maxLength: 700, size: 'max' });

/** Adds a text, or removes the given number of the oldest texts. */
const operation = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.nat({ max: 6 }) });

t.test('a text is read back unchanged until it is removed', async (t) => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
      const texts = new TextBuffer();
      const held: { start: number; end: number; text: string }[] = [];
      let end = 0;
      for (const operation of operations) {
        if (typeof operation === 'string') {
          const start = end;
          end = texts.append(operation);
          held.push({ start, end, text: operation });
        } else {
          const gone = held.splice(0, operation).at(-1);
          if (gone) texts.discardBefore(gone.end);
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
  t.pass('the property held in every run');
});
