import type { CloseName } from 'lectern-client';

/** Why the server closed the connection. */
export const closes: Record<CloseName, string> = {
  bye: 'You left the room.',
  'protocol-error': 'The data was corrupted in transit.',
  'not-text': 'The data was corrupted in transit.',
  'not-utf8': 'The data was corrupted in transit.',
  'too-many-fragments': 'A message arrived in too many pieces.',
  'too-big': 'A message was larger than this server accepts.',
  internal: 'Something went wrong on the server.',
  shutdown: 'The server is restarting.',
  dead: 'Your device stopped responding for too long.',
  'too-slow': 'Your network is too slow right now.',
  overloaded: 'The server is overloaded.',
  behind: 'The server lost some updates and is catching up.',
  incomplete: 'A message took too long to reach the server.',
  'token-expired': 'Your login has expired.',
  abuse: 'The server rejected too many messages in a short time and closed the connection.',
  replaced: 'You continued in another window.',
  'login-timeout': 'Logging in took too long.',
  dropped: 'You were removed from the room.',
  revoked: 'Your access to this server has been revoked.',
};
