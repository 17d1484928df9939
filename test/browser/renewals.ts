import t from 'tap';
import { renew } from './renewal.js';

// Replaces the network of two voices ten times, and prints as a Markdown table how long it took until they heard each
// other again. The voices beep once a second, which limits the accuracy.
//     node dist/test/browser/renewals.js

const ROUNDS = 10;

t.setTimeout(600_000);

t.test('voices are renewed', async (t) => {
  const rounds: { signaling: number; voices: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await t.test(`round ${round + 1}`, async (t) => {
      rounds.push(await renew(t));
    });
  }
  const row = (name: string, figures: number[]): string => {
    const sorted = figures.map((each) => each / 1000).sort((a, b) => a - b);
    const shown = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((each) => each?.toFixed(1));
    return `| ${name} | ${shown.join(' | ')} |`;
  };
  const table = [
    '| s, of ten | least | median | most |',
    '| --- | --- | --- | --- |',
    row(
      'from the network being there until both have the server again',
      rounds.map(({ signaling }) => signaling),
    ),
    row(
      'from then on until both hear each other',
      rounds.map(({ voices }) => voices),
    ),
  ];
  console.log(table.join('\n'));
});
