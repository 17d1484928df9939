import { pino } from 'pino';

/**
 * The serializer of errors for the server's log. Other properties of an error are left out: databases put values into
 * them, which people wrote.
 */
export function loggedError(error: Error): object {
  const { type, message, stack } = pino.stdSerializers.err(error);
  const { code } = error as NodeJS.ErrnoException;
  return { type, message, stack, ...(code === undefined ? {} : { code }) };
}
