import { quantile } from '../distances.js';
import type { Day } from './day.js';
import type { Figures, Length } from './live.js';
import type { Wire } from './wire.js';

/** A day's figures in Markdown. */
export function table({ everybody, people }: Day, figures: Figures, { missed }: Length): string {
  const { arrivals, late, inStep, distances, chat, caughtUp, lecture, beside } = figures;
  const all = [...arrivals, late];
  const facts = [
    [
      'opening the lecture’s link to the first picture, median of 4',
      spread(all.map(({ picture }) => picture)),
    ],
    ['… to the first voice heard', spread(all.map(({ voice }) => voice))],
    ['… to within 60 ms of the teacher’s playing video, the late student', `${whole(inStep)} ms`],
    [
      `chat, Enter to shown with each of the others, median / 95 % of ${chat.length}`,
      `${whole(quantile(chat, 0.5))} / ${whole(quantile(chat, 0.95))} ms`,
    ],
    [
      `the connection open again to everything missed shown (${missed} messages, a question, the video moved)`,
      `${whole(caughtUp)} ms`,
    ],
    [
      `server, processor over the lecture’s ${lecture.minutes.toFixed(1)} minutes`,
      `${((lecture.cpu / lecture.minutes / 60) * 100).toFixed(1)} % of a core`,
    ],
    ['server, resident at most', `${whole(lecture.resident)} MiB`],
  ];
  const rows = everybody.map((person) => {
    const { name, wire } = person;
    const found = distances.get(name);
    const near = found ? [0.5, 0.95, 1].map((p) => whole(quantile(found, p) * 1000)).join(' / ') : '–';
    const who = person === people.teacher ? 'teacher' : person === people.far ? 'lost the connection' : '';
    return [`${name}${person === people.late ? ', late' : who && `, ${who}`}`, near, ...traffic(wire)];
  });
  return [
    markdown(['figure', 'value'], facts),
    markdown(['who', 'ms from the teacher’s position, median / 95 % / most', 'sent', 'got'], rows),
    `Sent by no control of a page, and so by a program beside them: ${list(beside.sent)}. Answered only where it is refused, which the same program had done: ${list(beside.got)}.`,
  ].join('\n\n');
}

function traffic({ traffic }: Wire): string[] {
  return (['sent', 'got'] as const).map((way) => {
    const { frames, bytes } = traffic[way];
    return `${frames.toLocaleString('en')} frames, ${whole(bytes / 1024)} KiB`;
  });
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

const spread = (values: number[]): string =>
  `${whole(quantile(values, 0.5))} ms (${whole(Math.min(...values))}–${whole(Math.max(...values))})`;

const list = (types: string[]): string =>
  types.length > 0 ? types.map((type) => `\`${type}\``).join(', ') : 'none';

function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
