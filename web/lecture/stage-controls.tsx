import { Control } from '../components/control.js';
import { words } from '../i18n/index.js';
import type { OwnMedia } from '../own-media.js';

/** Phones cannot share their screens. */
export const canShareScreen = 'getDisplayMedia' in (navigator.mediaDevices ?? {});

/** The user's camera and screen, if the user is allowed to show them. */
export function StageControls({ own }: { own: OwnMedia }) {
  const text = words.value.controls;
  const camera = own.camera.value !== undefined;
  const screen = own.screen.value !== undefined;
  return (
    <>
      {own.rights.camera.value && (
        <Control
          icon={camera ? 'camera' : 'cameraOff'}
          word={text.camera}
          label={camera ? text.cameraOff : text.cameraOn}
          on={camera ? 'yes' : undefined}
          onClick={() => void own.toggleCamera()}
        />
      )}
      {own.rights.screen.value && canShareScreen && (
        <Control
          icon={screen ? 'screenOff' : 'screen'}
          word={text.screen}
          label={screen ? text.screenOff : text.screenOn}
          on={screen ? 'yes' : undefined}
          onClick={() => void own.toggleScreen()}
        />
      )}
    </>
  );
}
