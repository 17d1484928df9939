import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { MediaRooms } from '../media/media-rooms.js';

/** Adds the metrics of media servers to those of /metrics. */
export function addMediaMetrics(registry: Registry, media: Pick<MediaRooms, 'status' | 'onMeasured'>): void {
  const registers = [registry];
  new Gauge({
    name: 'lectern_media_server_up',
    help: 'Whether a media server answers (1 or 0); of several nodes, whether it answers all of them',
    labelNames: ['url'],
    registers,
    aggregator: 'min',
    collect() {
      for (const [url, up] of media.status.servers) this.set({ url }, Number(up));
    },
  });
  new Gauge({
    name: 'lectern_media_rooms',
    help: 'Rooms that a media server carries, with a client on this node; a room can be on several nodes',
    registers,
    collect() {
      this.set(media.status.rooms);
    },
  });
  new Gauge({
    name: 'lectern_media_connections',
    help: 'Connections of clients to media servers, by what they are for: publishing or listening',
    labelNames: ['connection'],
    registers,
    collect() {
      for (const [connection, count] of Object.entries(media.status.connections))
        this.set({ connection }, count);
    },
  });
  new Counter({
    name: 'lectern_media_lost_packets_total',
    help: 'Packets that were lost on connections of clients to media servers, in seconds with many losses',
    labelNames: ['connection'],
    registers,
    collect() {
      this.reset();
      for (const [connection, count] of Object.entries(media.status.lost)) this.inc({ connection }, count);
    },
  });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, labelNames: ['connection'], buckets, registers });
  const loss = histogram(
    'lectern_media_loss_ratio',
    'Share of lost packets on a connection of a client to a media server, measured every 5 s',
    [0.001, 0.01, 0.03, 0.1, 0.3],
  );
  const jitter = histogram(
    'lectern_media_jitter_seconds',
    'Jitter of a connection of a client to a media server, measured every 5 s',
    [0.005, 0.01, 0.02, 0.04, 0.1, 0.2],
  );
  const roundTrip = histogram(
    'lectern_media_round_trip_seconds',
    'Round trip time of a connection of a client to a media server, measured every 5 s while it sends to the client',
    [0.02, 0.05, 0.1, 0.25, 0.5, 1],
  );
  media.onMeasured((connection, quality) => {
    loss.observe({ connection }, quality.loss);
    if (quality.jitter !== undefined) jitter.observe({ connection }, quality.jitter / 1000);
    if (quality.rtt !== undefined) roundTrip.observe({ connection }, quality.rtt / 1000);
  });
}
