import { MediaTrouble, type MediaTroubleReason } from './trouble.js';

/** The names of the errors that getUserMedia and getDisplayMedia reject with. */
const reasons: Record<string, MediaTroubleReason> = {
  NotAllowedError: 'permission',
  SecurityError: 'permission',
  NotFoundError: 'no-device',
  OverconstrainedError: 'no-device',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
  NotSupportedError: 'unsupported',
};

/** Undefined on insecure pages, and outside of browsers: Node 20 has no `navigator`, Node 22 one without devices. */
function mediaDevices(): MediaDevices | undefined {
  return (globalThis.navigator as Navigator | undefined)?.mediaDevices;
}

async function open(how: (devices: MediaDevices) => Promise<MediaStream>): Promise<MediaStream> {
  const devices = mediaDevices();
  if (!devices) {
    if (globalThis.isSecureContext === false) throw new MediaTrouble('insecure');
    throw new MediaTrouble('unsupported', new Error('this browser or runtime cannot open media devices'));
  }
  try {
    return await how(devices);
  } catch (error) {
    if (error instanceof MediaTrouble) throw error;
    const name = error instanceof Error ? error.name : '';
    throw new MediaTrouble(reasons[name] ?? 'unknown', error);
  }
}

/** Opens a microphone, the system's default one without an id. Throws MediaTrouble. */
export function openMicrophone(deviceId?: string): Promise<MediaStream> {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return open((devices) =>
    devices.getUserMedia({ audio: deviceId ? { ...voice, deviceId: { exact: deviceId } } : voice }),
  );
}

/** Opens a camera, the system's default one without an id. Throws MediaTrouble. */
export function openCamera(deviceId?: string): Promise<MediaStream> {
  const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { max: 30 } };
  return open((devices) =>
    devices.getUserMedia({ video: deviceId ? { ...picture, deviceId: { exact: deviceId } } : picture }),
  );
}

/** Asks the person for a screen, window or tab, with its sound where the browser can. Throws MediaTrouble. */
export function openScreen(): Promise<MediaStream> {
  return open((devices) => {
    if (!('getDisplayMedia' in devices)) throw new MediaTrouble('unsupported');
    return devices.getDisplayMedia({ video: true, audio: true });
  });
}

/** The microphones there are; without permission browsers leave out their labels. */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
  const devices = (await mediaDevices()?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === 'audioinput');
}

/** Calls back with the list of microphones now and after every change of it, until the returned function is called. */
export function followMicrophones(listener: (microphones: MediaDeviceInfo[]) => void): () => void {
  let stopped = false;
  const report = async () => {
    const microphones = await listMicrophones();
    if (!stopped) listener(microphones);
  };
  void report();
  mediaDevices()?.addEventListener('devicechange', report);
  return () => {
    stopped = true;
    mediaDevices()?.removeEventListener('devicechange', report);
  };
}
