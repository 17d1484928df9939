import { digits } from './statistics.js';

export interface Series {
  name: string;
  /** One value per group; values that are not numbers are left out. */
  values: number[];
}

/** Colors that people with any color vision can distinguish. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'];

const WIDTH = 900;
const LABELS = 190;
const BAR = 14;
const GAP = 14;
const TOP = 64;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Horizontal bars, a group for each load, as an SVG that is legible on light and dark pages. */
export function bars({
  title,
  groups,
  series,
}: {
  title: string;
  groups: string[];
  series: Series[];
}): string {
  const most = Math.max(...series.flatMap(({ values }) => values.filter(Number.isFinite)));
  const scale = (WIDTH - LABELS - 90) / most;
  const tall = series.length * BAR + GAP;
  const height = TOP + groups.length * tall + GAP;
  const parts = [
    label(GAP, 24, title, 'font-weight="bold"'),
    ...legend(series),
    ...groups.flatMap((group, place) => {
      const y = TOP + place * tall;
      const middle = y + (series.length * BAR) / 2 + 4;
      return [
        label(LABELS - 10, middle, group, 'text-anchor="end"'),
        ...series.flatMap(({ values }, index) => {
          const value = values[place] ?? Number.NaN;
          if (!Number.isFinite(value)) return [];
          const top = y + index * BAR;
          const width = (value * scale).toFixed(1);
          return [
            `<rect x="${LABELS}" y="${top}" width="${width}" height="${BAR - 2}" fill="${colours[index]}"/>`,
            label(LABELS + Number(width) + 6, top + BAR - 4, digits(value)),
          ];
        }),
      ];
    }),
  ];
  return svg(title, height, parts);
}

const HEIGHT = 320;
const LEFT = 56;
const BOTTOM = 40;

/** A curve for each series over the growing quantity, both axes logarithmic. */
export function curve({ title, at, series }: { title: string; at: number[]; series: Series[] }): string {
  const values = series.flatMap((each) => each.values.filter((value) => value > 0));
  const powers = (all: number[]): [number, number] => [
    Math.floor(Math.log10(Math.min(...all))),
    Math.ceil(Math.log10(Math.max(...all))),
  ];
  const [left, right] = powers(at);
  const [bottom, top] = powers(values);
  const x = (value: number): number =>
    LEFT + ((Math.log10(value) - left) / (right - left || 1)) * (WIDTH - LEFT - 80);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(value) - bottom) / (top - bottom || 1)) * (HEIGHT - BOTTOM - TOP);
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
  const parts = [
    label(GAP, 24, title, 'font-weight="bold"'),
    ...legend(series),
    ...range(bottom, top).flatMap((value) => [
      `<line x1="${LEFT}" x2="${WIDTH - 80}" y1="${y(value)}" y2="${y(value)}" stroke="#d0d0d0"/>`,
      label(
        LEFT - 8,
        y(value) + 4,
        String(value < 1 ? Number(value.toPrecision(1)) : value),
        'text-anchor="end"',
      ),
    ]),
    ...at.map((value) => label(x(value), HEIGHT - 14, value.toLocaleString('en'), 'text-anchor="middle"')),
    ...series.flatMap(({ values }, index) => {
      const points = values.flatMap((value, place) =>
        value > 0 ? [[x(at[place] ?? 1), y(value), value, place] as const] : [],
      );
      const line = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
      return [
        `<polyline points="${line}" fill="none" stroke="${colours[index]}" stroke-width="2"/>`,
        ...points.flatMap(([px, py, value, place]) => [
          `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="${colours[index]}"/>`,
          label(
            px,
            series.some(({ values }) => (values[place] ?? 0) > value) ? py + 16 : py - 8,
            digits(value),
            'text-anchor="middle" font-size="10"',
          ),
        ]),
      ];
    }),
  ];
  return svg(title, HEIGHT, parts);
}

const label = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;

/** The legend of the colors. */
const legend = (series: Series[]): string[] =>
  series.map(({ name }, index) => {
    const x = GAP + index * 150;
    return `<rect x="${x}" y="36" width="10" height="10" fill="${colours[index]}"/>${label(x + 16, 45, name)}`;
  });

const svg = (title: string, height: number, parts: string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<g fill="#1a1a1a">
${parts.join('\n')}
</g>
</svg>
`;
