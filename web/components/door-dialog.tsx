import { asking } from '../devices.js';
import { words } from '../i18n/index.js';
import type { OwnMedia } from '../own-media.js';
import { DeviceCheck } from './device-check.js';
import { Dialog } from './dialog.js';

/** The door before the user is heard or seen for the first time in a place, while it is open. */
export function DoorDialog({ media }: { media: OwnMedia }) {
  const purpose = media.door.value;
  if (!purpose) return null;
  const { door: text } = words.value;
  const camera = media.rights.camera.value && purpose !== 'record';
  return (
    <Dialog
      title={camera ? text.titleSeen : text.title}
      class="door"
      closedby="closerequest"
      onClose={() => media.turnBack()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void media.enter();
        }}
      >
        <p>{text.lead[purpose]}</p>
        <DeviceCheck camera={camera} voice={purpose !== 'record'} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={asking.value}>
            {text.pass}
          </button>
          <button type="button" class="button outline" onClick={() => media.turnBack()}>
            {text.back}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
