import { useEffect, useRef } from 'preact/hooks';
import { microphoneTrouble, takeMicrophone } from '../devices.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import type { ShownPerson } from '../people.js';
import { type Person, sentBy } from '../person.js';
import { connection, moderates } from '../session-state.js';
import { playVoice } from '../sound.js';
import { Avatar } from './avatar.js';
import { Icon } from './icon.js';
import { Notice } from './notice.js';
import { PersonActions } from './person-actions.js';
import { PersonName } from './person-name.js';
import { Picture } from './picture.js';
import { QualityMenu } from './quality-menu.js';
import { Voice } from './voice.js';

/** A participant of the room, as a card or, on a phone, as a row. */
export function PersonCard({ shown }: { shown: ShownPerson }) {
  const text = words.value.person;
  const person = shown.person.value;
  const { name, own, camera, audio } = person;
  const user = userOf(shown);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => audio && playVoice(audio), [audio]);
  return (
    <li ref={card} class={camera ? 'person with-video' : 'person'}>
      <div class="face">
        {camera && (
          <Picture stream={camera} label={text.camera(name)} mirrored={own} onWidth={shown.setCameraWidth} />
        )}
        <Avatar name={name} />
        <State person={person} />
      </div>
      <div class="plate">
        <PersonName user={user} name={name} />
        {own && <span class="you">{text.you}</span>}
        <span class="signs">
          <Sign person={person} />
          {person.state === 'connected' && !person.muted && !person.listening && !person.silenced && (
            <Voice level={shown.level} card={card} />
          )}
          {!own && <QualityMenu name={distinctName(user, name)} person={person} />}
          {!own && moderates.value && (
            <PersonActions user={user} name={distinctName(user, name)} sends={sentBy(person)} />
          )}
        </span>
      </div>
    </li>
  );
}

/** The user's ID, which is the same for all of the user's clients. */
function userOf({ id, person }: ShownPerson): string {
  const { own, user = id } = person.value;
  const state = connection.value;
  return (own && state.name === 'open' && state.welcome.user?.id) || user;
}

/** An icon for a participant who is muted or has no microphone, with a label for screen readers. */
function Sign({ person: { muted, listening, silenced, own, state } }: { person: Person }) {
  const text = words.value.person;
  const off = silenced ? words.value.roomAccess.silent : text.muted;
  if (listening && (own || state === 'connected')) {
    return (
      <span title={text.listener}>
        <Icon name="ear" />
        <span class="visually-hidden">{text.listener}</span>
      </span>
    );
  }
  if (!muted && !silenced) return null;
  return (
    <span class="muted" title={off}>
      <Icon name="microphoneOff" />
      <span class="visually-hidden">{off}</span>
    </span>
  );
}

/** Why a participant cannot be heard, and what to do. */
function State({ person: { own, trouble, state, listening, silenced } }: { person: Person }) {
  const text = words.value;
  const own_ = own ? microphoneTrouble.value : undefined;
  if (own_) {
    return (
      <Notice what={text.trouble.microphone[own_].what} todo={text.trouble.microphone[own_].todo}>
        <div>
          <button type="button" class="button small" onClick={() => void takeMicrophone()}>
            {text.microphone.retry}
          </button>
        </div>
      </Notice>
    );
  }
  if (trouble) return <Notice {...text.trouble.peer[trouble]} />;
  if (own && silenced) return <p class="state">{text.roomAccess.mayNotSpeak}</p>;
  if (own) return listening ? <p class="state">{text.trouble.self}</p> : null;
  if (state !== 'connected') return <p class="state">{text.person.connecting}</p>;
  return listening ? <p class="state">{text.person.listener}</p> : null;
}
