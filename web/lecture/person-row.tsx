import { useSignal } from '@preact/signals';
import type { StoppableMedia } from 'lectern-client';
import { useRef } from 'preact/hooks';
import { Avatar } from '../components/avatar.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { PersonName } from '../components/person-name.js';
import { QualityMenu } from '../components/quality-menu.js';
import { showToast } from '../components/toasts.js';
import { VoiceSign } from '../components/voice-sign.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { RemoveDialog } from '../moderation/remove-dialog.js';
import { sentBy } from '../person.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import type { LectureParticipant } from './roster.js';

/** A participant of the lecture: name, voice and, for the teacher, a menu. */
export function PersonRow({ member, shown, hand }: LectureParticipant) {
  const { self, teaches, state } = useLectureSession();
  const text = words.value.lecture.people;
  const row = useRef<HTMLLIElement>(null);
  const { userId, userName, memberType } = member;
  const own = userId === self.value;
  const { mode, granted } = state.value.speech;
  const instructor = memberType === 'instructor';
  const may = mode === 'everyone' || instructor || granted.includes(userId);
  return (
    <li ref={row} class="participant">
      <Avatar name={userName} />
      <div class="who">
        <PersonName user={userId} name={userName} teacher={instructor} />
        <span class="badges">
          {own && <span>{text.you}</span>}
          {mode === 'instructor' && !instructor && (
            <span class={may ? 'granted' : undefined}>{may ? text.speaks : text.quiet}</span>
          )}
        </span>
      </div>
      {hand > 0 && (
        <span class="hand" title={text.hand(hand)}>
          <Icon name="hand" size={18} />
          <span aria-hidden="true">{hand}</span>
          <span class="visually-hidden">{text.hand(hand)}</span>
        </span>
      )}
      <VoiceSign shown={shown} may={may} card={row} />
      {shown && !own && <QualityMenu name={distinctName(userId, userName)} person={shown.person.value} />}
      {teaches.value && !own && (
        <Actions
          member={member}
          hand={hand}
          granted={granted.includes(userId)}
          sends={shown ? sentBy(shown.person.value) : []}
        />
      )}
    </li>
  );
}

interface ActionsProps {
  member: LectureParticipant['member'];
  hand: number;
  granted: boolean;
  sends: readonly StoppableMedia[];
}

function Actions({ member: { userId, userName }, hand, granted, sends }: ActionsProps) {
  const name = distinctName(userId, userName);
  const session = useLectureSession();
  const { lecture } = session;
  const text = words.value.lecture.people;
  const dropping = useSignal(false);
  return (
    <>
      <Menu
        class="actions-menu"
        scrolls
        buttonClass="button plain icon small"
        label={text.more(name)}
        face={<Icon name="more" />}
      >
        {granted ? (
          <Action word={text.revoke} who={name} act={() => lecture.revokeSpeech(userId)} />
        ) : (
          <Action word={text.grant} who={name} act={() => lecture.grantSpeech(userId)} />
        )}
        {sends.map((media) => (
          <Action
            key={media}
            word={words.value.order.stop[media]}
            who={name}
            act={() => lecture.moderation.stopMedia(media, userId)}
          />
        ))}
        <Action
          word={words.value.privately.write}
          who={name}
          act={async () => session.writePrivately(userId, userName)}
        />
        {hand > 0 && <Action word={text.lower} who={name} act={() => lecture.lowerHand(userId)} />}
        <Action
          word={text.drop}
          who={name}
          danger
          act={async () => {
            dropping.value = true;
          }}
        />
      </Menu>
      {dropping.value && (
        <RemoveDialog
          name={name}
          onConfirm={async (scope) => {
            if (!(await attempt(() => lecture.drop(userId, scope)))) return;
            const { dropped, banned } = words.value.moderation;
            showToast(scope === 'class' ? banned(name) : dropped(name));
          }}
          onClose={() => {
            dropping.value = false;
          }}
        />
      )}
    </>
  );
}

interface ActionProps {
  word: string;
  /** The participant that the menu is for. */
  who: string;
  act: () => Promise<void>;
  danger?: boolean;
}

/** An entry of the menu. */
function Action({ word, who, act, danger = false }: ActionProps) {
  return (
    <MenuItem
      label={words.value.lecture.people.act(word, who)}
      danger={danger}
      onChoose={() => void attempt(act)}
    >
      {word}
    </MenuItem>
  );
}
