import { digits } from './statistics.js';

export interface Series {
  name: string;
  /** One for each group; what is not a number is left out. */
  values: number[];
}

/** Colours that people of every kind of sight tell apart. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'];

const WIDTH = 900;
const LABELS = 190;
const BAR = 14;
const GAP = 14;
const TOP = 64;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Bars to the right, a group of them for each load, as an SVG that is legible on light and dark pages. */
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
  const text = (x: number, y: number, words: string, more = ''): string =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;
  const parts = [
    text(GAP, 24, title, 'font-weight="bold"'),
    ...series.map(({ name }, index) => {
      const x = GAP + index * 150;
      return `<rect x="${x}" y="36" width="10" height="10" fill="${colours[index]}"/>${text(x + 16, 45, name)}`;
    }),
    ...groups.flatMap((group, place) => {
      const y = TOP + place * tall;
      const middle = y + (series.length * BAR) / 2 + 4;
      return [
        text(LABELS - 10, middle, group, 'text-anchor="end"'),
        ...series.flatMap(({ values }, index) => {
          const value = values[place] ?? Number.NaN;
          if (!Number.isFinite(value)) return [];
          const top = y + index * BAR;
          const width = (value * scale).toFixed(1);
          return [
            `<rect x="${LABELS}" y="${top}" width="${width}" height="${BAR - 2}" fill="${colours[index]}"/>`,
            text(LABELS + Number(width) + 6, top + BAR - 4, digits(value)),
          ];
        }),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<g fill="#1a1a1a">
${parts.join('\n')}
</g>
</svg>
`;
}
