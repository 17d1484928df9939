import type { Check, Checklist } from './checklist.js';
import { emphasize, milliseconds, print } from './print.js';

/** `no-connection`: nothing answers, or the server is not Lectern. */
export type ProbeResult = 'ok' | 'failed' | 'no-connection';

const words: Record<Check['status'], string> = { ok: 'ok', warning: 'warn', failed: 'FAIL' };
const colors = { ok: 'green', warning: 'yellow', failed: 'red' } as const;

/** A check as a line, with its remedy in the next. */
export function printCheck({ name, target, status, time, detail, advice }: Check): void {
  const word = emphasize(words[status].padEnd(4), colors[status]);
  const what = target === undefined ? detail : `${target}: ${detail}`;
  print(`  ${word}  ${name.padEnd(12)} ${milliseconds(time).padStart(8)}  ${what}`);
  if (advice) print(`        try: ${advice}`);
}

/** The summary line for monitoring. */
export function printVerdict(base: URL, result: ProbeResult, list: Checklist, time: number): void {
  print(emphasize(verdict(base, result, list, time), result === 'ok' ? 'green' : 'red'));
}

function verdict({ href }: URL, result: ProbeResult, list: Checklist, time: number): string {
  const total = list.checks.length;
  const [failed, warned] = [list.with('failed'), list.with('warning')];
  const warnings = warned.length > 0 ? `, warnings: ${names(warned)}` : '';
  switch (result) {
    case 'ok':
      return `OK: ${href} passed ${total} checks in ${milliseconds(time)}${warnings}`;
    case 'failed':
      return `FAILED: ${href} failed ${failed.length} of ${total} checks: ${names(failed)}${warnings}`;
    case 'no-connection':
      return `NO CONNECTION: ${href} failed at ${failed.at(-1)?.name}: ${failed.at(-1)?.detail}`;
  }
}

const names = (checks: Check[]): string =>
  checks.map(({ name, target }) => (target === undefined ? name : `${name} (${target})`)).join(', ');

export function printJson({ href }: URL, result: ProbeResult, { checks }: Checklist, time: number): void {
  const rounded = checks.map(({ time, ...check }) => ({ ...check, time_ms: Number(time.toFixed(3)) }));
  const report = { url: href, result, time_ms: Number(time.toFixed(3)), checks: rounded };
  print(JSON.stringify(report, null, 2));
}
