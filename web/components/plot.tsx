import { milliseconds } from '../format.js';
import { jitters, type Ping, seriesLength, upperEdge } from '../ping-series.js';

const width = 420;
const height = 150;
const field = { left: 48, right: 412, top: 12, bottom: 138 };

/** Round trips and jitter of the last minute, newest at the right; a lost ping is a bar from top to bottom. */
export function Plot({ pings, label }: { pings: Ping[]; label: string }) {
  const shake = jitters(pings);
  const edge = upperEdge([...pings, ...shake].filter((value) => typeof value === 'number'));
  const offset = seriesLength - pings.length;
  const x = (index: number): number =>
    field.left + ((index + offset) / (seriesLength - 1)) * (field.right - field.left);
  const y = (value: number): number => field.bottom - (value / edge) * (field.bottom - field.top);
  return (
    <svg class="plot" role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`}>
      {[0, edge / 2, edge].map((value) => (
        <g key={value}>
          <line class="grid" x1={field.left} x2={field.right} y1={y(value)} y2={y(value)} />
          <text x={field.left - 6} y={y(value) + 4} text-anchor="end">
            {value === 0 ? '0' : milliseconds(value).replace('.0', '')}
          </text>
        </g>
      ))}
      {pings.map(
        (ping, index) =>
          ping === 'lost' && (
            <line
              // The plot advances by one position with each ping.
              key={`${index}`}
              class="lost"
              x1={x(index)}
              x2={x(index)}
              y1={field.top}
              y2={field.bottom}
            />
          ),
      )}
      <path class="jitter" d={path(shake, x, y)} />
      <path class="round-trip" d={path(pings, x, y)} />
    </svg>
  );
}

type Scale = (value: number) => number;

/** A line through the values, with gaps where values are missing. */
function path(values: (number | 'lost' | undefined)[], x: Scale, y: Scale): string {
  let drawing = false;
  return values
    .map((value, index) => {
      if (typeof value !== 'number') {
        drawing = false;
        return '';
      }
      const step = `${drawing ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      drawing = true;
      return step;
    })
    .join('');
}
