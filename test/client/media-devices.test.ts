import t, { type Test } from 'tap';
import {
  followMicrophones,
  listMicrophones,
  openCamera,
  openMicrophone,
  openScreen,
} from '#client/media-devices.js';
import { MediaTrouble } from '#client/trouble.js';

/** Sets a page's globals for one test. */
function withDevices(t: Test, mediaDevices: object | undefined, isSecureContext = true): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { mediaDevices } });
  Object.defineProperty(globalThis, 'isSecureContext', { configurable: true, value: isSecureContext });
  t.teardown(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
    Reflect.deleteProperty(globalThis, 'isSecureContext');
  });
}

t.test('reports why a device cannot be opened', async (t) => {
  const reasons = {
    NotAllowedError: 'permission',
    NotFoundError: 'no-device',
    OverconstrainedError: 'no-device',
    NotReadableError: 'in-use',
    SomethingElse: 'unknown',
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const getUserMedia = () => Promise.reject(new DOMException('the browser says no', name));
    withDevices(t, { getUserMedia });
    await t.rejects(openMicrophone(), { name: 'MediaTrouble', reason, message: 'the browser says no' });
    await t.rejects(openCamera(), { name: 'MediaTrouble', reason });
  }
  withDevices(t, { getUserMedia: () => Promise.reject('no error') });
  await t.rejects(openMicrophone(), { name: 'MediaTrouble', reason: 'unknown' });
});

t.test('reports that no devices can be opened', async (t) => {
  withDevices(t, undefined, false);
  await t.rejects(openMicrophone(), new MediaTrouble('insecure'));
  t.same(await listMicrophones(), []);
  withDevices(t, undefined, true);
  await t.rejects(openMicrophone(), { name: 'MediaTrouble', reason: 'unsupported' });
  withDevices(t, {});
  await t.rejects(openScreen(), new MediaTrouble('unsupported'));
});

t.test('rejects outside of a browser', async (t) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Reflect.deleteProperty(globalThis, 'navigator');
  t.teardown(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
  });
  for (const open of [openMicrophone, openCamera, openScreen]) {
    await t.rejects(open(), {
      name: 'MediaTrouble',
      reason: 'unsupported',
      message: 'this browser or runtime cannot open media devices',
    });
  }
  t.same(await listMicrophones(), []);
  followMicrophones(() => {})();
});

t.test('requests the selected device', async (t) => {
  const asked: unknown[] = [];
  const open = async (constraints: unknown) => asked.push(constraints);
  withDevices(t, { getUserMedia: open, getDisplayMedia: open });
  await openMicrophone();
  await openMicrophone('m1');
  await openCamera('c1');
  await openScreen();
  t.match(asked, [
    { audio: { echoCancellation: true } },
    { audio: { deviceId: { exact: 'm1' } } },
    { video: { deviceId: { exact: 'c1' } } },
    { video: true, audio: true },
  ]);
  t.notMatch(asked[0], { audio: { deviceId: {} } });
});

t.test('follows the list of microphones', async (t) => {
  let kinds = ['audioinput', 'videoinput'];
  const devices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => kinds.map((kind, index) => ({ kind, deviceId: String(index) })),
  });
  withDevices(t, devices);
  const lists: number[] = [];
  let told = () => {};
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  let turn = next();
  const stop = followMicrophones((microphones) => {
    lists.push(microphones.length);
    told();
  });
  await turn;
  turn = next();
  kinds = ['audioinput', 'audioinput'];
  devices.dispatchEvent(new Event('devicechange'));
  await turn;
  stop();
  devices.dispatchEvent(new Event('devicechange'));
  await listMicrophones();
  t.same(lists, [1, 2]);
});
