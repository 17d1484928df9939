import type { Options } from 'lectern-protocol/options';
import { ExplainedError } from './explained-error.js';
import { hostAndPort } from './url.js';

const certificateAdvice =
  'if the server made the certificate, pass the fingerprint that it prints with --fingerprint; if it is from your own ' +
  'authority, set NODE_EXTRA_CA_CERTS=authority.pem; for browsers, get a certificate that they trust';

/** The reason that a connection to `url` failed. */
export function explainNetworkError(error: unknown, url: URL): ExplainedError {
  if (error instanceof ExplainedError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const explained = (why: string, advice: string): ExplainedError => new ExplainedError(why, advice);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return explained(`the name ${url.hostname} could not be resolved`, 'check its spelling and your DNS');
    case 'ECONNREFUSED':
      return explained(
        `nothing is listening on ${hostAndPort(url)}`,
        'start the server there with `lectern serve`, or check the port',
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return explained(`${hostAndPort(url)} closed the connection`, 'see the log of the server or the proxy');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return explained(`${url.hostname} is unreachable (no route)`, 'check the network of this computer');
    case 'ETIMEDOUT':
      return noAnswer(url);
    case 'CERT_HAS_EXPIRED':
      return explained('the certificate has expired', 'renew it');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return explained(
        `the certificate is not valid for ${url.hostname}`,
        'use a name that it is valid for, or get another certificate',
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return explained('the certificate is not signed by a trusted authority', certificateAdvice);
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return explained(
        'the certificate chain is incomplete',
        'configure the full chain (fullchain.pem) at the server or the proxy',
      );
    default:
      if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
        return explained(`${hostAndPort(url)} does not speak TLS`, 'use the address with http:// or ws://');
      }
      if (code.startsWith('HPE_')) {
        return explained(`${hostAndPort(url)} does not speak HTTP`, 'check the port');
      }
      return explained(message, 'see the server log');
  }
}

export const noAnswer = (url: URL): ExplainedError =>
  new ExplainedError(
    `no answer from ${hostAndPort(url)}`,
    'check for a firewall in between, or increase --timeout',
  );

/** The reason that a server answers a WebSocket upgrade with a status. */
export function explainStatus(status: number, url: URL, location?: string): ExplainedError {
  const answered = `${hostAndPort(url)} answered ${status} to the upgrade at ${url.pathname}`;
  return new ExplainedError(answered, statusAdvice(status, location));
}

function statusAdvice(status: number, location: string | undefined): string {
  if (status >= 300 && status < 400 && location) return `use the address that it redirects to: ${location}`;
  switch (status) {
    case 400:
    case 426:
      return (
        'make the reverse proxy forward the headers Upgrade and Connection; in nginx: proxy_http_version 1.1, ' +
        'proxy_set_header Upgrade $http_upgrade, proxy_set_header Connection "upgrade"'
      );
    case 401:
    case 403:
      return 'check --origins of the server and the rules of the reverse proxy';
    case 429:
      return (
        'wait a minute, or raise --address-connections, --address-connection-rate or --address-connection-burst of ' +
        'the server; behind a reverse proxy, set --trust-proxy'
      );
    case 502:
    case 503:
    case 504:
      return 'check that the server is running and that the reverse proxy can reach it';
    default:
      return 'check the address, and that the reverse proxy forwards /ws and /room/';
  }
}

/** The reason that a server cannot listen, and the remedy. */
export function explainListenError(
  error: NodeJS.ErrnoException,
  { host, port }: Pick<Options, 'host' | 'port'>,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} of ${host} is already in use; stop the other program, or choose another port with --port (0 picks a free one)`;
    case 'EACCES':
      return `this user is not allowed to listen on port ${port}; choose a port above 1023 with --port`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this computer; use --host 127.0.0.1 for this computer only, or --host 0.0.0.0 for all addresses`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} given by --host could not be resolved; check its spelling and your DNS`;
    default:
      return `could not listen on port ${port} of ${host}: ${error.message}`;
  }
}
