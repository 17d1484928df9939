import type { Options } from 'lectern-protocol/options';
import { ExplainedError } from './explained-error.js';
import { hostAndPort } from './url.js';

const certificateAdvice =
  'for one that the server made itself, give the fingerprint that it prints with --fingerprint; for one of an authority ' +
  'of your own, name that with NODE_EXTRA_CA_CERTS=authority.pem; for browsers, get one that they accept too';

/** The reason that no connection to `url` came about. */
export function explainNetworkError(error: unknown, url: URL): ExplainedError {
  if (error instanceof ExplainedError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const explained = (why: string, advice: string): ExplainedError => new ExplainedError(why, advice);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return explained(`the name ${url.hostname} has no address`, 'check its spelling and your DNS');
    case 'ECONNREFUSED':
      return explained(
        `nothing listens on ${hostAndPort(url)}`,
        'start the server there with `lectern serve`, or check the port',
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return explained(
        `${hostAndPort(url)} cut the connection`,
        'look at the log of the server, or of the proxy',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return explained(`there is no way to ${url.hostname} from here`, 'check the network of this computer');
    case 'ETIMEDOUT':
      return noAnswer(url);
    case 'CERT_HAS_EXPIRED':
      return explained('the certificate is out of date', 'renew it');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return explained(
        `the certificate is not for ${url.hostname}`,
        'use a name that it is for, or get another',
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return explained('the certificate is signed by nobody who is known here', certificateAdvice);
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return explained(
        'the certificate comes without the ones that link it to a known authority',
        'configure the full chain (fullchain.pem) at the server or the proxy',
      );
    default:
      if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
        return explained(`${hostAndPort(url)} does not speak TLS`, 'use the address with http:// or ws://');
      }
      if (code.startsWith('HPE_')) {
        return explained(`${hostAndPort(url)} does not speak HTTP`, 'check the port');
      }
      return explained(message, 'look at the log of the server');
  }
}

export const noAnswer = (url: URL): ExplainedError =>
  new ExplainedError(
    `no answer from ${hostAndPort(url)}`,
    'look for a firewall on the way, or give it more --timeout',
  );

/** The reason that a server answers an upgrade to WebSocket with a status. */
export function explainStatus(status: number, url: URL, location?: string): ExplainedError {
  const answered = `${hostAndPort(url)} answers ${status} to the upgrade at ${url.pathname}`;
  return new ExplainedError(answered, statusAdvice(status, location));
}

function statusAdvice(status: number, location: string | undefined): string {
  if (status >= 300 && status < 400 && location) return `use the address that it names: ${location}`;
  switch (status) {
    case 400:
    case 426:
      return (
        'let the proxy in front pass the headers Upgrade and Connection on; in nginx: proxy_http_version 1.1, ' +
        'proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection "upgrade"'
      );
    case 401:
    case 403:
      return 'look at the --origins of the server, and at the rules of a proxy in front';
    case 429:
      return 'wait a minute: too much came from this address';
    case 502:
    case 503:
    case 504:
      return 'see whether the server runs, and whether the proxy in front reaches it';
    default:
      return 'check the address, and that a proxy in front passes /ws and /room/ on';
  }
}

/** The reason that a server cannot listen, and what to do. */
export function explainListenError(
  error: NodeJS.ErrnoException,
  { host, port }: Pick<Options, 'host' | 'port'>,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is in use; stop what uses it, or take another with --port (0 takes a free one)`;
    case 'EACCES':
      return `this user may not listen on port ${port}; take one from 1024 on with --port`;
    case 'EADDRNOTAVAIL':
      return `this computer has not the address ${host}; --host 127.0.0.1 is itself, --host 0.0.0.0 all its addresses`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} of --host has no address`;
    default:
      return `cannot listen on port ${port} of ${host}: ${error.message}`;
  }
}
