import type { Result } from './history.js';

type Counter = { [Name in keyof Totals]: Totals[Name] extends number ? Name : never }[keyof Totals];

/** Results of some histories. */
export class Totals {
  runs = 0;
  wrong = 0;
  slow = 0;
  said = 0;
  answered = 0;
  unavailable = 0;
  cuts = 0;
  recovered = 0;
  unrecovered = 0;
  anew = 0;

  add({ wrong, slow, said, answered, unavailable, cuts, resumes }: Result): void {
    this.runs += 1;
    if (wrong.length > 0) this.wrong += 1;
    else if (slow.length > 0) this.slow += 1;
    this.said += said;
    this.answered += answered;
    this.unavailable += unavailable;
    this.cuts += cuts;
    this.recovered += resumes.recovered;
    this.unrecovered += resumes.unrecovered;
    this.anew += resumes.anew;
  }

  /** Adds the results of other histories. */
  join(others: Readonly<Totals>): void {
    for (const name of Object.keys(this) as Counter[]) this[name] += others[name];
  }

  /** Returns a sentence. */
  get sentence(): string {
    return (
      `${this.runs} histories: ${this.said} messages, ${this.answered} answered; ${this.cuts} lost connections; resumed ` +
      `${this.recovered} times without a gap, ${this.unrecovered} times with a reported gap, ${this.anew} times as a ` +
      `new client; ${this.slow} slow histories, ${this.wrong} with violations`
    );
  }
}

const columns = [
  ['histories', 'runs'],
  ['messages', 'said'],
  ['answered', 'answered'],
  ['refused: `unavailable`', 'unavailable'],
  ['lost connections', 'cuts'],
  ['resumed without a gap', 'recovered'],
  ['with a reported gap', 'unrecovered'],
  ['as a new client', 'anew'],
  ['slow', 'slow'],
  ['with violations', 'wrong'],
] as const;

/** Returns a Markdown table with a row for each, and one for all. */
export function tableOf(first: string, rows: Readonly<Record<string, Totals>>, all: Totals): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    row([first, ...columns.map(([name]) => name)]),
    row(Array.from({ length: columns.length + 1 }, () => '---')),
    ...[...Object.entries(rows), ['all', all] as const].map(([name, totals]) =>
      row([name, ...columns.map(([, of]) => totals[of])]),
    ),
  ].join('\n');
}
