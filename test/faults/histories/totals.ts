import type { Result } from './history.js';

/** Results of some histories. */
export class Totals {
  runs = 0;
  wrong = 0;
  said = 0;
  answered = 0;
  unavailable = 0;
  cuts = 0;
  recovered = 0;
  unrecovered = 0;
  anew = 0;

  add({ wrong, said, answered, unavailable, cuts, resumes }: Result): void {
    this.runs += 1;
    if (wrong.length > 0) this.wrong += 1;
    this.said += said;
    this.answered += answered;
    this.unavailable += unavailable;
    this.cuts += cuts;
    this.recovered += resumes.recovered;
    this.unrecovered += resumes.unrecovered;
    this.anew += resumes.anew;
  }

  /** Returns a sentence. */
  get sentence(): string {
    return (
      `${this.runs} histories: ${this.said} messages, ${this.answered} answered; ${this.cuts} lost connections; resumed ` +
      `${this.recovered} times without a gap, ${this.unrecovered} times with a reported gap, ${this.anew} times as a ` +
      `new client; ${this.wrong} histories with violations`
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
  ['with violations', 'wrong'],
] as const;

/** Returns a Markdown table with a row for each. */
export function tableOf(first: string, lines: ReadonlyMap<string, Totals>): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    row([first, ...columns.map(([name]) => name)]),
    row(Array.from({ length: columns.length + 1 }, () => '---')),
    ...Array.from(lines, ([name, totals]) => row([name, ...columns.map(([, of]) => totals[of])])),
  ].join('\n');
}
