import t from 'tap';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo } from '../../helpers/socket-io.js';

t.test('/metrics counts connections by transport', async (t) => {
  const { url } = await startServer(t, { socketIo: true });
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  t.match(await metrics(), 'lectern_socket_io_connections{transport="polling"} 0');
  for (const transport of ['polling', 'websocket'] as const) {
    const client = await connectSocketIo(t, url, { transports: [transport] });
    await client.request('get-ice-servers');
  }
  const text = await metrics();
  t.match(text, 'lectern_socket_io_connections{transport="polling"} 1');
  t.match(text, 'lectern_socket_io_connections{transport="websocket"} 1');
  t.match(text, 'lectern_connections 2');
});
