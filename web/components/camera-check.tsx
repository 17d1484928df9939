import { cameras } from '../device-lists.js';
import { camera, cameraInUse, cameraTrouble, takeCamera, toggleCamera } from '../devices.js';
import { words } from '../i18n/index.js';
import { cameraId } from '../preferences.js';
import { DeviceChoice } from './device-choice.js';
import { Icon } from './icon.js';
import { Notice } from './notice.js';
import { Picture } from './picture.js';

/** Shows the picture of the user's camera before the user joins. */
export function CameraCheck() {
  const { controls, trouble, microphone } = words.value;
  const text = microphone.camera;
  const stream = camera.value;
  return (
    <section class="camera-check" aria-label={controls.camera}>
      {stream && <Picture stream={stream} label={text.preview} mirrored />}
      <button type="button" class="button outline" onClick={() => void toggleCamera()}>
        <Icon name={stream ? 'camera' : 'cameraOff'} />
        {stream ? controls.cameraOff : controls.cameraOn}
      </button>
      {stream && cameras.value.length > 1 && (
        <DeviceChoice
          label={text.choose}
          unnamed={text.unnamed}
          devices={cameras.value}
          value={cameraInUse}
          onChoose={(id) => {
            cameraId.value = id;
            void takeCamera();
          }}
        />
      )}
      {cameraTrouble.value && (
        <div role="alert">
          <Notice {...trouble.camera[cameraTrouble.value]} />
        </div>
      )}
    </section>
  );
}
