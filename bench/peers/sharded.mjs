// Socket.IO's adapter for several servers, set up as in its documentation.
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';

export async function sharded(url) {
  const publisher = createClient({ url });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  return createShardedAdapter(publisher, subscriber);
}
