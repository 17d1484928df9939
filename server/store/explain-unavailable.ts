/** By the messages and codes of SQLite, PostgreSQL and the operating system. */
const reasons: [RegExp, string][] = [
  [/disk is full|no space left|could not extend|53100/i, 'its disk is full'],
  [/readonly|read-only|25006|in recovery/i, 'it is read-only'],
  [/locked/i, 'it is locked by another process'],
  [/file is missing/, 'its file is missing'],
  [/unable to open/i, 'its file cannot be opened'],
  [/disk I\/O error/i, 'its disk fails'],
  [/no answer|timeout|too long/i, 'it does not answer'],
  [/ECONNREFUSED|ECONNRESET|ENOTFOUND|terminat|closed|connect/i, 'it cannot be reached'],
];

/** Returns in words why `check` of a store failed. The result contains no names or addresses. */
export function explainUnavailable(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const { message, code } =
    cause instanceof Error ? (cause as NodeJS.ErrnoException) : { message: String(cause), code: undefined };
  const text = `${message} ${code}`;
  return reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'it fails; see the log of the server';
}
