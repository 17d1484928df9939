import type { ExplainedError } from './explained-error.js';

/** Prints a line on the standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ends the process when its output is written, without waiting for open connections. */
export const finish = (code: number): void => {
  process.stdout.write('', () => process.exit(code));
};

/** Prints why a command cannot work, and the remedy, on the standard error output. */
export function printProblem({ why, advice }: ExplainedError): void {
  process.stderr.write(`lectern: ${why}\n  try: ${advice}\n`);
}

/** `0.412 ms`, `41.2 ms`, `412 ms`: three significant digits. */
export function milliseconds(time: number): string {
  const digits = time < 10 ? 3 : time < 100 ? 1 : 0;
  return `${time.toFixed(digits)} ms`;
}

const colors = { red: 31, green: 32, yellow: 33 };

/** Colors on a terminal, unless the user has disabled them (https://no-color.org). */
export function emphasize(text: string, color: keyof typeof colors): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[${colors[color]}m${text}\x1b[39m` : text;
}
