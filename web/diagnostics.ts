import { signal } from '@preact/signals';
import type { IceServer, Signaler } from 'lectern-client';
import { checkIceUrl, type IceResult } from './ice-check.js';
import { type Ping, seriesLength } from './ping-series.js';

const interval = 1000;

export const pings = signal<Ping[]>([]);

/** Pings the server every second until the returned function is called. */
export function keepPinging(signaler: Signaler): () => void {
  let sent = 0;
  let dropped = 0;
  pings.value = [];
  const ping = async (): Promise<void> => {
    const number = sent++;
    const all = [...pings.value, undefined];
    dropped += Math.max(0, all.length - seriesLength);
    pings.value = all.slice(-seriesLength);
    const result = await signaler.ping().catch((): Ping => 'lost');
    if (!stopped && number >= dropped) pings.value = pings.value.with(number - dropped, result);
  };
  let stopped = false;
  void ping();
  const timer = setInterval(ping, interval);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

export interface IceRow {
  url: string;
  result: IceResult;
}

/** The ICE servers and their results; `failed` if the list could not be loaded. */
export const iceRows = signal<IceRow[] | 'failed' | undefined>(undefined);

/** Loads the list of ICE servers and checks all of them concurrently, until aborted. */
export async function checkIce(signaler: Signaler, abort: AbortSignal): Promise<void> {
  iceRows.value = undefined;
  let servers: IceServer[];
  try {
    servers = (await signaler.request('get-ice-servers', undefined, { signal: abort })).data;
  } catch {
    if (!abort.aborted) iceRows.value = 'failed';
    return;
  }
  const asked = servers.flatMap((server) => server.urls.map((url) => ({ url, server })));
  const rows: IceRow[] = asked.map(({ url }) => ({ url, result: { name: 'checking' } }));
  iceRows.value = rows;
  await Promise.all(
    asked.map(async ({ url, server }, index) => {
      const result = await checkIceUrl(url, server, abort);
      if (abort.aborted) return;
      rows[index] = { url, result };
      iceRows.value = [...rows];
    }),
  );
}
