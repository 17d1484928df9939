import { MediaTrouble, type MediaTroubleReason } from './trouble.js';

/** By the names of the errors with which getUserMedia and getDisplayMedia reject. */
const reasons: Record<string, MediaTroubleReason> = {
  NotAllowedError: 'permission',
  SecurityError: 'permission',
  NotFoundError: 'no-device',
  OverconstrainedError: 'no-device',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
  NotSupportedError: 'unsupported',
};

/** Undefined on insecure pages and outside of browsers. Node 20 has no `navigator`; that of Node 22 has no devices. */
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

/** Opens a microphone. @param deviceId default: the system's default microphone @throws MediaTrouble */
export function openMicrophone(deviceId?: string): Promise<MediaStream> {
  const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return open((devices) =>
    devices.getUserMedia({ audio: deviceId ? { ...voice, deviceId: { exact: deviceId } } : voice }),
  );
}

/** Opens a camera. @param deviceId default: the system's default camera @throws MediaTrouble */
export function openCamera(deviceId?: string): Promise<MediaStream> {
  const picture = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { max: 30 } };
  return open((devices) =>
    devices.getUserMedia({ video: deviceId ? { ...picture, deviceId: { exact: deviceId } } : picture }),
  );
}

/** Asks the user for a screen, window or tab, with its sound if the browser supports that. @throws MediaTrouble */
export function openScreen(): Promise<MediaStream> {
  return open((devices) => {
    if (!('getDisplayMedia' in devices)) throw new MediaTrouble('unsupported');
    return devices.getDisplayMedia({ video: true, audio: true });
  });
}

/** Lists the microphones. Browsers leave out their labels until the user has allowed access. */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
  const devices = (await mediaDevices()?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === 'audioinput');
}

/** Reports the list of microphones now and after each change. Returns a function that stops it. */
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
