/** Each program and system with what its user agent contains. The first match counts. */
const programs: readonly [name: string, sign: RegExp][] = [
  ['Edge', /Edg/],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrome|CriOS/],
  ['Safari', /Safari/],
];
const systems: readonly [name: string, sign: RegExp][] = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['Chromebook', /CrOS/],
  ['Mac', /Mac OS/],
  ['Linux', /Linux/],
];

const firstIn = (list: readonly [string, RegExp][]): string[] =>
  list
    .filter(([, sign]) => sign.test(navigator.userAgent))
    .map(([name]) => name)
    .slice(0, 1);

/** Returns the name by which the user recognizes this browser, for example `Chrome, Windows`. */
export const browserName = (): string => [...firstIn(programs), ...firstIn(systems)].join(', ') || 'Browser';
