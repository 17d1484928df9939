/** Without it, Excel assumes an old code page and shows garbled names. */
const BOM = '\ufeff';

/** Formats rows as CSV (RFC 4180) for spreadsheets. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `${BOM}${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;

/**
 * Quotes every cell, so that no spreadsheet splits a name, whichever separator it uses. A text that a spreadsheet
 * would evaluate as a formula gets an apostrophe, which spreadsheets do not show.
 */
function cell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
