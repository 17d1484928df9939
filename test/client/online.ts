import { type Emitter, type IdentityStore, Manager, Signaler, type Signaling } from 'lectern-client';
import { validate } from 'lectern-client/validation';
import type { Test } from 'tap';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import type { TestServer } from '../helpers/server.js';
import { FakeNetwork } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

/** Where a page stores its identity. */
export function memory(): IdentityStore {
  let kept: string | undefined;
  return {
    load: () => kept,
    save(token) {
      kept = token;
    },
  };
}

/** Opens a connection to the endpoint without a room. @param url of a server, or of a proxy before it */
export async function online(t: Test, url: string, identity = memory()): Promise<Signaler> {
  const reconnect = { base: 20, max: 200 };
  const signaler = new Signaler(`${url.replace(/^http/, 'ws')}/ws`, { identity, reconnect, validate });
  signaler.on('malformed', ({ fault, type }) => t.fail(`${type}: ${fault}`));
  t.teardown(() => signaler.close());
  const open = new Promise<void>((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
  });
  signaler.connect();
  await open;
  return signaler;
}

/** A proxy between clients and a server whose connections can be cut. */
export async function proxyTo(t: Test, { url }: TestServer): Promise<{ proxy: FaultyProxy; url: string }> {
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  return { proxy, url: `http://127.0.0.1:${proxy.port}` };
}

/** Waits until the state matches. */
export function until<S>(
  of: { readonly state: S } & Pick<Emitter<{ state: S }>, 'on'>,
  is: (state: S) => boolean,
): Promise<S> {
  return new Promise((resolve) => {
    const check = (state: S) => {
      if (!is(state)) return;
      stop();
      resolve(state);
    };
    const stop = of.on('state', check);
    check(of.state);
  });
}

export const once = <T>(listen: (done: (value: T) => void) => () => void): Promise<T> =>
  new Promise((resolve) => {
    const stop = listen((value) => {
      stop();
      resolve(value);
    });
  });

/** Starts a Manager on each call. The managers reach each other through fakes instead of media. */
export function fakeVoices(t: Test): (signaling: Signaling, username: string) => Manager {
  const network = new FakeNetwork(new ManualClock());
  return (signaling, username) => {
    const manager = new Manager(signaling, { username, createTransport: network.create });
    manager.start();
    t.teardown(() => manager.leave());
    return manager;
  };
}

/** Waits until a manager is connected to exactly these. */
export async function hears(manager: Manager, ...usernames: string[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const check = () => {
      const others = [...manager.participants.values()];
      const names = others.map(({ username }) => username).sort();
      if (names.join() !== usernames.sort().join()) return;
      if (!others.every(({ state }) => state === 'connected')) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = [manager.on('participants', check), manager.on('participant', check)];
    check();
  });
}
