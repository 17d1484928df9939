import { ExplainedError } from './explained-error.js';

/** Parses a server's address as people write it; the default scheme is http. @throws ExplainedError */
export function parseServerUrl(text: string): URL {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(written)) {
    throw new ExplainedError(
      `"${text}" is not a server address`,
      'use an address such as http://localhost:8080',
    );
  }
  const url = new URL(written);
  if (!/^(http|ws)s?:$/.test(url.protocol)) {
    throw new ExplainedError(
      `"${text}" starts with ${url.protocol}//`,
      'use an address that starts with http://, https://, ws:// or wss://',
    );
  }
  url.hash = '';
  return url;
}

export const isSecure = (url: URL): boolean => /^(https|wss):$/.test(url.protocol);

export const portOf = (url: URL): number => Number(url.port) || (isSecure(url) ? 443 : 80);

/** The name or the address alone: an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** `example.org:443`, with the port even if the address omits it. */
export const hostAndPort = (url: URL): string => `${url.hostname}:${portOf(url)}`;

/** The WebSocket of an address: `/ws` of a server, or the room's own if the address is a room's page. */
export function socketUrl(url: URL): URL {
  const socket = new URL(url);
  socket.protocol = isSecure(url) ? 'wss:' : 'ws:';
  if (url.pathname === '/') socket.pathname = '/ws';
  else if (/\/room\/[^/]+\/?$/.test(url.pathname)) socket.pathname = url.pathname.replace(/\/?$/, '/ws');
  return socket;
}

/** The server of an address, without the room or the endpoint: `http://localhost:8080/`. */
export function serverUrl(url: URL): URL {
  const server = new URL(url);
  server.protocol = isSecure(url) ? 'https:' : 'http:';
  server.pathname = url.pathname.replace(/\/(room\/[^/]+(\/ws)?|ws)\/?$/, '').replace(/\/*$/, '/');
  server.search = '';
  return server;
}
