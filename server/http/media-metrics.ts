import { Counter, Gauge, type Registry } from 'prom-client';
import type { MediaStatus } from '../media/media-rooms.js';

/** Adds the metrics of media servers to those of /metrics. */
export function addMediaMetrics(registry: Registry, status: () => MediaStatus): void {
  const registers = [registry];
  new Gauge({
    name: 'lectern_media_server_up',
    help: 'Whether a media server answers (1 or 0); of several nodes, whether it answers all of them',
    labelNames: ['url'],
    registers,
    aggregator: 'min',
    collect() {
      for (const [url, up] of status().servers) this.set({ url }, Number(up));
    },
  });
  new Gauge({
    name: 'lectern_media_rooms',
    help: 'Rooms that a media server carries, with a client on this node; a room can be on several nodes',
    registers,
    collect() {
      this.set(status().rooms);
    },
  });
  new Gauge({
    name: 'lectern_media_connections',
    help: 'Connections of clients to media servers, by what they are for: publishing or listening',
    labelNames: ['connection'],
    registers,
    collect() {
      for (const [connection, count] of Object.entries(status().connections)) this.set({ connection }, count);
    },
  });
  new Counter({
    name: 'lectern_media_lost_packets_total',
    help: 'Packets that were lost on connections of clients to media servers, in seconds with many losses',
    labelNames: ['connection'],
    registers,
    collect() {
      this.reset();
      for (const [connection, count] of Object.entries(status().lost)) this.inc({ connection }, count);
    },
  });
}
