import type { Login, LoginData } from 'lectern-protocol';
import { isClassroomRoomId } from '../chat/room-id.js';
import { errorData, outcomeRefusal, Refusal, reasonOf } from '../protocol/errors.js';
import { networkOf } from '../util/network-of.js';
import { loginData } from './login-data.js';
import type { Session, SessionServices } from './session.js';
import type { Protocol } from './session-records.js';

/** Time after which a user with too many connections should try again. */
const TOO_MANY_RETRY_MS = 5000;

/** Admits a new client that does not need to log in, or that sent its token with the upgrade request. */
export async function admitNewcomer(services: SessionServices, session: Session): Promise<void> {
  const { client, endpoint } = session;
  if (services.revocations.isRevoked(client.identity)) return session.revoked();
  if (endpoint.loginAnnounced) return;
  if (session.admitted) {
    await services.manager.add(client);
    if (endpoint.roomId !== undefined) await joinUnannounced(services, session, endpoint.roomId);
    if (endpoint.cookie?.stored && client.rooms.size > 0) await session.keep();
    if (session.state === 'left') await services.manager.remove(client);
  } else if (endpoint.upgradeToken !== undefined) {
    const answer = await logIn(services, session, { reconnection: endpoint.recovery !== undefined }).then(
      (data) => ({ status: 'ok', data }) as const,
      (error: unknown) => outcomeRefusal(error),
    );
    client.replyFirst({ to: { kind: 'server', as: 'server' }, id: undefined }, 'login', answer);
  }
}

/** Joins the endpoint's room without a login. If that is not allowed, the client gets an error and can still log in. */
async function joinUnannounced(services: SessionServices, session: Session, roomId: string): Promise<void> {
  const { client, endpoint } = session;
  try {
    await services.access.checkMayJoin(client, roomId, endpoint);
    await services.access.join(client, roomId);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
    client.tell('error', errorData(error, undefined));
  }
}

/** Logs a client in: sets its identity, joins the room, and grants reconnection. @throws Refusal if not allowed */
export async function logIn(services: SessionServices, session: Session, given: Login): Promise<LoginData> {
  const { client, endpoint } = session;
  // In open mode, the token of the upgrade request was checked already. Without a valid one, the client is a guest.
  const shown = services.identities.open ? undefined : endpoint.upgradeToken;
  const { token = shown, room, protocol = 'legacy', reconnection = true, password, wait } = given;
  const before = client.identity;
  const wasIn = services.manager.clients.has(client.id);
  session.step('begin');
  try {
    if (!isProtocol(protocol)) throw new Refusal('bad-data', `unknown client protocol '${protocol}'`);
    const { identity, roomId, singleUse } = await services.access.authenticate(
      client,
      token,
      endpoint.roomId ?? room?.normalize('NFC'),
    );
    if (identity.user.id !== before.user.id && [...client.rooms.keys()].some(isClassroomRoomId)) {
      throw new Refusal('conflict', 'log in before you join a class or a lecture');
    }
    if (!identity.guest && endpoint.claimConnection?.(identity.user.id) === false) {
      throw new Refusal('rate-limited', 'you have too many connections; close some of them first', {
        retry_after_ms: TOO_MANY_RETRY_MS,
      });
    }
    client.setIdentity(identity);
    services.revocations.check(identity);
    // The client must know its own ID before it receives messages of the room.
    client.pauseDelivery();
    session.protocol = protocol;
    const { address } = endpoint;
    const mustWait =
      roomId !== undefined &&
      (await services.access.checkMayJoin(client, roomId, { address, password, wait }));
    await services.access.consumeToken(singleUse);
    if (!wasIn) await services.manager.add(client);
    if (roomId !== undefined) await services.access.join(client, roomId, mustWait);
    if (wasIn) for (const room of client.rooms.values()) await room.update(client);
    await session.grantReconnection(reconnection);
    session.step('accept');
    client.loggedIn = true;
    return loginData(client, roomId, session.reconnection.grant);
  } catch (error) {
    services.events.loginFailed(reasonOf(error), { network: networkOf(endpoint.address) });
    if (session.state === 'connecting') session.step('refuse');
    if (!wasIn || session.state === 'left') await services.manager.remove(client);
    client.setIdentity(before);
    // A client that was not admitted must not receive messages of the room.
    if (wasIn) client.resumeDelivery();
    else client.dropPaused();
    throw error;
  }
}

const isProtocol = (name: string): name is Protocol => ['legacy', '1.0', '1.1', '1.2'].includes(name);
