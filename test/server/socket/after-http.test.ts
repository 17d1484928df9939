import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { WebSocketServer } from 'ws';
import { encodeFrame } from '../../../server/delivery/frame.js';
import { checkOptions } from '../../../server/options.js';
import { ConnectionServices } from '../../../server/socket/connection-services.js';
import { ConnectedWebSocket, WebSocketConnection } from '../../../server/socket/websocket-connection.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

const upgrade = [
  'GET /ws HTTP/1.1',
  'Host: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
].join('\r\n');

t.test('earlier HTTP responses on the same connection precede the first frame', async (t) => {
  const options = checkOptions({ outboundLimit: 1e9 });
  const traffic = { received() {}, sent() {}, dropped() {}, budgets: new BudgetMeter() };
  const services = new ConnectionServices(options, traffic);
  // More than the kernel buffers for a socket that is not read.
  const body = Buffer.alloc(32_000_000, '.');
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.teardown(() => {
    client.destroy();
    services.close();
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
    const listener = { admitted: true, isUnordered: () => false, opened() {}, receive() {}, closed() {} };
    const connection = new WebSocketConnection(services, webSocket, socket, '127.0.0.1', listener);
    connection.send(encodeFrame('"hello"', false));
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
