import { useRef } from 'preact/hooks';
import { Avatar } from '../components/avatar.js';
import { Icon } from '../components/icon.js';
import { PersonName } from '../components/person-name.js';
import { Picture } from '../components/picture.js';
import { Voice } from '../components/voice.js';
import { words } from '../i18n/index.js';
import type { StagePerson } from './stage-people.js';

/** A person on the stage: the camera or else the avatar, the name, and a ring while the person speaks. */
export function StageTile({ shown, userId, teaches }: StagePerson) {
  const tile = useRef<HTMLDivElement>(null);
  const { person: text } = words.value;
  const { name, own, camera, muted, listening } = shown.person.value;
  const silent = muted || listening;
  return (
    <div ref={tile} class="stage-tile">
      {camera ? (
        <Picture stream={camera} label={text.camera(name)} mirrored={own} onWidth={shown.setCameraWidth} />
      ) : (
        <Avatar name={name} />
      )}
      <div class="plate">
        <PersonName user={userId} name={name} teacher={teaches} />
        {own && <span class="you">{text.you}</span>}
        {silent ? (
          <span class="muted" title={text.muted}>
            <Icon name="microphoneOff" size={16} />
            <span class="visually-hidden">{text.muted}</span>
          </span>
        ) : (
          <Voice level={shown.level} card={tile} />
        )}
      </div>
    </div>
  );
}
