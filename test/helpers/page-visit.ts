import type { Page } from 'playwright-core';

/** Selects what the start page shows once the list of public rooms has arrived, its last request. */
export const START_PAGE_COMPLETE = 'text=/Open access/';

/** A request of a page that was answered over the network, WebSockets included. data: URLs do not count. */
export interface NetworkRequest {
  url: string;
  /** Bytes received, headers included; 0 for a WebSocket. */
  bytes: number;
  status: number;
}

export interface PageVisit {
  /** In the order in which they were sent. */
  requests: NetworkRequest[];
  /** Number of requests that the browser's cache answered. */
  cached: number;
  /** ms from the start of the navigation until a typed letter appeared in the field; undefined without a field. */
  typing: number | undefined;
}

export interface VisitOptions {
  /** The selector of a field to type into as soon as it exists. */
  field?: string;
  /** A processor four times slower, 1.6 Mb/s and 150 ms of latency, as Lighthouse's phone. */
  slow?: boolean;
}

/**
 * Opens an address and waits until `shown` exists, and then until every request is answered. A slow machine can pause
 * between two requests, so silence alone proves nothing.
 */
export async function visitPage(
  page: Page,
  address: string,
  shown: string,
  { field, slow = false }: VisitOptions = {},
): Promise<PageVisit> {
  const devtools = await page.context().newCDPSession(page);
  const sent = new Map<string, NetworkRequest>();
  const cached = new Set<string>();
  const pending = new Set<string>();
  let settled = (): void => {};
  devtools.on('Network.requestWillBeSent', ({ requestId, request: { url } }) => {
    if (url.startsWith('data:')) return;
    sent.set(requestId, { url, bytes: 0, status: 0 });
    pending.add(requestId);
  });
  devtools.on('Network.webSocketCreated', ({ requestId, url }) => {
    sent.set(requestId, { url, bytes: 0, status: 101 });
  });
  devtools.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) cached.add(requestId);
    const request = sent.get(requestId);
    if (request) request.status = response.status;
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = sent.get(requestId);
    if (request) request.bytes = encodedDataLength;
    pending.delete(requestId);
    settled();
  });
  devtools.on('Network.loadingFailed', ({ requestId }) => {
    pending.delete(requestId);
    settled();
  });
  await devtools.send('Network.enable');
  if (slow) {
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 750_000 / 8,
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  const loaded = page.goto(address);
  const typing = field === undefined ? undefined : await type(page, field);
  await loaded;
  await page.locator(shown).first().waitFor();
  while (pending.size > 0) {
    await new Promise<void>((resolve) => {
      settled = resolve;
    });
  }
  await devtools.detach();
  return {
    requests: [...sent].filter(([id]) => !cached.has(id)).map(([, request]) => request),
    cached: [...sent.keys()].filter((id) => cached.has(id)).length,
    typing,
  };
}

async function type(page: Page, field: string): Promise<number> {
  await page.waitForURL(/^http/, { waitUntil: 'commit' });
  const input = page.locator(field);
  await input.press('A');
  // The time of the event is when the browser received the key; the measurement ends when the page has handled it.
  return page.evaluate(
    (field) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const element = document.querySelector<HTMLInputElement>(field);
          if (element?.value === 'A') resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    field,
  );
}
