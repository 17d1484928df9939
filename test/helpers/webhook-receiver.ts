import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEvent } from 'lectern-protocol/webhooks';
import { Webhook } from 'standardwebhooks';
import type { Test } from 'tap';
import { Reports } from './reports.js';

export const webhookSecret = `whsec_${Buffer.from('the secret of the tests, 32 byte').toString('base64')}`;

/** An event that the receiver got, whose signature was right. */
export interface ReceivedEvent {
  /** The header webhook-id. */
  id: string;
  event: WebhookEvent;
  request: IncomingMessage;
}

/** A status, with headers if there are any; undefined for no answer at all. */
export type Answer = { status: number; headers?: Record<string, string> } | undefined;

/** A server that receives webhooks and checks them with the library of the specification. */
export interface WebhookReceiver {
  url: string;
  /** How it answers. 204 by default. */
  answer: (received: ReceivedEvent) => Answer | Promise<Answer>;
  /** Takes the oldest request, or waits for one. */
  next(): Promise<ReceivedEvent>;
  /** Takes the oldest requests, as `<type> <client or room>`. */
  summaries(count: number): Promise<string[]>;
}

export const summaryOf = ({ event: { type, data } }: ReceivedEvent): string =>
  `${type} ${'participant' in data ? data.participant.id : data.room}`;

/** @param secret with which requests must be signed */
export async function startReceiver(t: Test, secret = webhookSecret): Promise<WebhookReceiver> {
  const reports = new Reports<ReceivedEvent>();
  const webhook = new Webhook(secret);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const received = { id: String(request.headers['webhook-id']), event: check(request, body), request };
    if (!received.event) return response.writeHead(400).end();
    const answer = await receiver.answer(received as ReceivedEvent);
    if (answer) response.writeHead(answer.status, answer.headers).end();
    reports.add(received as ReceivedEvent);
  });
  const check = (request: IncomingMessage, body: string) => {
    try {
      return webhook.verify(body, request.headers as Record<string, string>) as WebhookEvent;
    } catch (error) {
      t.fail('a request with a wrong signature', { error });
      return undefined;
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answer: () => ({ status: 204 }),
    next: () => reports.next(),
    async summaries(count) {
      const all: string[] = [];
      while (all.length < count) all.push(summaryOf(await reports.next()));
      return all;
    },
  };
  return receiver;
}
