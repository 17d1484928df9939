import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { WebSocketServer } from 'ws';
import { frameOf } from '../../../server/delivery/frame.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { checkOptions } from '../../../server/options.js';
import { Kernel } from '../../../server/socket/kernel.js';
import { Outbound } from '../../../server/socket/outbound.js';
import { ConnectedWebSocket, WebSocketConnection } from '../../../server/socket/websocket-connection.js';

const upgrade = [
  'GET /ws HTTP/1.1',
  'Host: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
].join('\r\n');

t.test('what was asked for by HTTP on the same connection leaves before the first frame', async (t) => {
  const options = checkOptions({ outboundLimit: 1e9 });
  const outbound = new Outbound(options);
  const traffic = { received() {}, sent() {}, dropped() {} };
  const kernel = new Kernel('io_uring');
  const services = { options, outbound, traffic, turn: new TickBatcher(kernel), kernel };
  // More than the kernel keeps for a socket that is not read.
  const body = Buffer.alloc(32_000_000, '.');
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.teardown(() => {
    client.destroy();
    outbound.close();
    server.close();
  });
  const webSockets = new WebSocketServer({ noServer: true, WebSocket: ConnectedWebSocket });
  const answered = once(server, 'request');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await answered;
  const upgraded = once(server, 'upgrade');
  client.write(`${upgrade}\r\n\r\n`);
  const [request, socket, head] = await upgraded;
  t.ok(socket.writableLength > 0, 'it waits');
  webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    const listener = { opened() {}, receive() {}, closed() {} };
    new WebSocketConnection(services, webSocket, socket, listener).send(frameOf('"hello"', false));
  });
  await nextTurn();
  const received: Buffer[] = [];
  for await (const chunk of client) {
    received.push(chunk);
    if (Buffer.concat(received.slice(-2)).includes('"hello"')) break;
  }
  const all = Buffer.concat(received).toString('latin1');
  const end = all.indexOf('\r\n\r\n') + 4 + body.length;
  t.match(all.slice(end), /^HTTP\/1\.1 101 /);
  t.ok(all.endsWith('\r\n\r\n\x81\x07"hello"'));
});
