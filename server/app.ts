import type { App, Parts } from './app-parts.js';
import { ChatManager } from './chat/chat-manager.js';
import { LobbyAnnouncer } from './chat/lobby-announcer.js';
import { RoomHooks } from './chat/room-hooks.js';
import { RoomQuota } from './chat/room-quota.js';
import { Classroom } from './classroom/classroom.js';
import { Retention } from './classroom/retention.js';
import { familyRoutes } from './handlers/family-routes.js';
import { hookedRoutes } from './handlers/hooked-routes.js';
import { observeMessages } from './handlers/observe-messages.js';
import { routes } from './handlers/routes.js';
import { CookieHandshake } from './http/cookie-handshake.js';
import { createDoors } from './http/doors.js';
import { createHttp } from './http/http.js';
import { Monitoring } from './http/monitoring.js';
import { NodeMonitor } from './http/node-monitor.js';
import { IceServers } from './ice-servers.js';
import { Browsers } from './identity/browsers.js';
import { DownloadLinks } from './identity/download-links.js';
import { HookedTokens } from './identity/hooked-tokens.js';
import { IdentityProvider } from './identity/identity-provider.js';
import { Revocations } from './identity/revocations.js';
import { Tickets } from './identity/tickets.js';
import { needsTokens, Tokens } from './identity/tokens.js';
import { MediaRooms } from './media/media-rooms.js';
import { RecordingSupervisor } from './media/recording-supervisor.js';
import { Namespaces } from './namespaces/namespaces.js';
import { Programmes } from './programme/programmes.js';
import { AccountLimits } from './protocol/account-limits.js';
import { Router } from './protocol/router.js';
import { RoomPasswords } from './room-settings/room-passwords.js';
import { RoomSettingsService } from './room-settings/room-settings.js';
import { WaitingRooms } from './room-settings/waiting-rooms.js';
import { AccessControl } from './session/access-control.js';
import { Handover } from './session/handover.js';
import { Heartbeat } from './session/heartbeat.js';
import { LiveState } from './session/live-state.js';
import { NodeFailover } from './session/node-failover.js';
import { NodeMessenger } from './session/node-messenger.js';
import { SessionConnections } from './session/session-connections.js';
import { SessionRecords } from './session/session-records.js';
import { Sessions } from './session/sessions.js';
import { UserData } from './session/user-data.js';
import { ConnectionServices } from './socket/connection-services.js';
import { Certificate } from './tls/certificate.js';
import { onHeldUp } from './util/running-time.js';
import { Webhooks } from './webhooks/webhooks.js';

const OPEN_MODE =
  'open mode: anyone can log in and names are not verified; set tokenSecret or jwks to require tokens';

/** Connects the parts of a node and starts to listen. If that fails, it closes everything that it has opened. */
export async function startApp(parts: Parts): Promise<App> {
  const { options, log, refusals, store, shared, secret, metrics, translator, hooks, host, families } = parts;
  const { metricsText, isClosing } = parts;
  const { backplane, nodes, clock } = shared;
  const own = needsTokens(options) ? new Tokens(options) : undefined;
  const tokens = hooks.has('onAuthenticate') ? new HookedTokens(hooks, own) : own;
  const identities = new IdentityProvider(secret, tokens, options.guestLifetime);
  const revocations = new Revocations({ store, backplane, options, log });
  const certificate = await Certificate.open(options, log);
  const sockets = new ConnectionServices(options, metrics);
  const { budgets } = metrics;
  const quota = RoomQuota.of(options, budgets);
  const roomHooks = RoomHooks.of(hooks, backplane);
  const webhooks = new Webhooks({
    store,
    backplane,
    node: nodes.id,
    shared: shared.redis !== undefined,
    clock: () => Math.floor(clock()),
    targets: parts.webhookTargets,
    options,
    budgets,
    events: metrics,
    refusals,
    log,
  });
  const passages = webhooks.used ? webhooks : undefined;
  const manager = new ChatManager(
    backplane,
    sockets.batcher,
    options.roomListBytes,
    quota,
    roomHooks,
    passages,
  );
  manager.setAnnouncer('/lobby', (room) => new LobbyAnnouncer(room));
  const namespaces = new Namespaces(manager, backplane);
  const programmes = new Programmes({ backplane, manager, namespaces, options, log });
  const links = new DownloadLinks(secret);
  const classroom = new Classroom({
    store,
    backplane,
    manager,
    translator,
    clock,
    budgets,
    links,
    options,
    log,
  });
  const passwords = new RoomPasswords(options, metrics.budgets, clock, shared.redis?.backplane);
  const rooms = new RoomSettingsService({ store, backplane, manager, passwords, log });
  const waiting = new WaitingRooms({ store, backplane, manager, classroom, rooms, namespaces, log });
  const retention = new Retention({ classroom, rooms, options, openMode: identities.open, metrics, log });

  const ticketLifetime = options.ticketLifetime * 1000;
  const messenger = new NodeMessenger({ backplane, nodes, log });
  const records = new SessionRecords({ backplane, nodes, store, log }, ticketLifetime);
  const limits = new AccountLimits(options, metrics.budgets);
  const tickets = new Tickets(secret, ticketLifetime);
  const sessions = new Sessions({
    options,
    backplane,
    nodes,
    manager,
    classroom,
    rooms,
    identities,
    revocations,
    access: new AccessControl({ identities, classroom, rooms, waiting, namespaces, store }),
    tickets,
    records,
    messenger,
    events: metrics,
    log,
  });

  const users = new UserData({ classroom, rooms, sessions, backplane, log });
  const browsers = new Browsers({ store, identities, revocations, options, log });
  const media = new MediaRooms({ backplane, clock, manager, classroom, options, log });
  const recording = new RecordingSupervisor({ classroom, media, backplane, clock: Date.now, log });
  const features = { manager, classroom, rooms, waiting, namespaces, programmes, media, browsers };
  const context = { ...features, ice: new IceServers(options), sessions, options, log };
  const allRoutes = { ...routes, ...familyRoutes(families, hooks) };
  const handlers = hooks.has('onMessage') ? hookedRoutes(allRoutes, hooks) : allRoutes;
  const ownTypes = families.entries;
  const limitsOfMessages = { ...options, ownTypes };
  const router = new Router(handlers, context, limitsOfMessages, observeMessages(metrics, log, refusals));
  const heartbeat = new Heartbeat(options.heartbeatInterval, options.heartbeatTimeout);
  const services = { options, limits, sessions, router, heartbeat, identities, events: metrics, log };
  const connections = new SessionConnections(services);

  const monitoring = new Monitoring({ options, store, backplane, log, closing: isClosing, metricsText });
  const monitor = new NodeMonitor({
    nodes,
    messenger,
    metrics,
    monitoring,
    connections: () => connections.size,
    clients: () => manager.clients.size,
    rooms: () => manager.rooms.size,
    queues: () => sockets.slowConsumers.queueSizes(),
  });
  const live = new LiveState({ backplane, messenger, sessions, families });
  const api = {
    rooms,
    waiting,
    live,
    media,
    namespaces,
    backplane,
    sessions,
    revocations,
    users,
    webhooks,
    log,
    refusals,
    events: metrics,
  };
  const doors = await createDoors({
    options,
    draining: isClosing,
    identities,
    backplane,
    metrics,
    refusals,
    hooks: hooks.has('onConnect') ? hooks : undefined,
    connections: sockets,
    tickets,
    cookies: new CookieHandshake({ options, sessions, secret, log }),
    ownTypes,
    accept: (endpoint) => connections.accept(endpoint),
  });
  const { socketIo } = doors;
  const httpParts = {
    ...api,
    families,
    classroom,
    identities,
    monitor,
    links,
    options,
    certificate,
    monitoring,
    socketIo,
    closing: isClosing,
  };
  const http = await createHttp(httpParts);
  doors.open(http.server);
  metrics.open({
    connections: () => connections.size,
    rooms: () => manager.rooms.size,
    queues: () => sockets.slowConsumers.queueSizes(),
    ...(socketIo && { socketIo: () => socketIo.counts }),
    ...(media.used && { media }),
    ...(webhooks.used && { webhooks: () => webhooks.endpoints }),
    ...(shared.redis && { redis: shared.redis.backplane }),
  });

  const stopReporting = onHeldUp((ms) => log.warn({ ms: Math.round(ms) }, 'the process was held up'));
  const handover = shared.local && new Handover(shared.local, options.data, log);
  let detach: (() => void) | undefined;
  const close = async (left?: Handover) => {
    stopReporting();
    detach?.();
    await sessions.close();
    await hooks.settled();
    heartbeat.close();
    sockets.close();
    metrics.close();
    refusals.close();
    certificate?.close();
    for (const each of [messenger, revocations, users, classroom, waiting, recording, media, webhooks])
      await each.close();
    // Before the port is released, so that the next server with this port finds the handover.
    await left?.leave();
    await http.close();
    for (const each of [monitoring, rooms, programmes, shared, store]) await each.close();
  };
  try {
    for (const each of [rooms, classroom, waiting, messenger, revocations, users, media, recording])
      await each.open();
    // Before the first client joins a room.
    await webhooks.open();
    await handover?.takeOver(sessions);
    if (handover) http.server.once('listening', () => handover.end());
    if (shared.redis) {
      const { backplane } = shared.redis;
      const failover = {
        manager,
        classroom,
        programmes,
        sessions,
        records,
        messenger,
        webhooks,
        backplane,
        log,
      };
      // Before the first client connects. From now on, other nodes take over its sessions if this node dies.
      await shared.redis.nodes.open(new NodeFailover(failover));
    }
    await monitoring.listen();
    if (host) {
      await http.ready();
      handover?.end();
      detach = host.open(http.server);
    } else await http.listen({ host: options.host, port: options.port });
    classroom.announceOverdue();
    classroom.recoverLater();
    retention.open();
    const { method: sending, fallbackReason } = sockets.sender;
    log.info({ sending, fallbackReason }, 'batch sending');
    if (identities.open) log.warn(OPEN_MODE);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    server: host?.server ?? http.server,
    attached: host !== undefined,
    live,
    certificate,
    async drain(spread) {
      passwords.close();
      // In a cluster, other nodes accept new connections. A single node keeps its port until the handover is written.
      if (shared.redis) http.server.close();
      await connections.drain(spread, options.shutdownTimeout);
      await close(handover);
    },
  };
}
