import { useEffect, useMemo } from 'preact/hooks';
import { announce } from '../announcer.js';
import { Icon } from '../components/icon.js';
import { ScreenShare } from '../components/screen-share.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';
import { FullScreenButton } from './full-screen-button.js';
import { canShareScreen } from './stage-controls.js';
import { StageNote } from './stage-note.js';
import { stagePeople } from './stage-people.js';
import { StageTile } from './stage-tile.js';

/** The stage of a lecture without videos: shared screens, and the tiles of the people. */
export function PeopleStage() {
  const session = useLectureSession();
  const { stage: text } = words.value.lecture;
  const people = useMemo(() => stagePeople(session), [session]);
  const { screens, tiles } = people.value;
  const first = [...screens, ...tiles][0]?.shown.person.value;
  const isEmpty = first === undefined;
  useEffect(() => {
    if (first && !first.own) announce(text.started(first.name));
  }, [isEmpty]);
  const columns = Math.ceil(Math.sqrt(tiles.length));
  const rows = Math.ceil(tiles.length / Math.max(1, columns));
  return (
    <section class="stage people-stage" aria-label={text.label} data-screens={screens.length > 0}>
      {screens.length > 0 && (
        <div class="stage-screens">
          {screens.map(({ shown }) => (
            <ScreenShare key={shown.id} shown={shown} />
          ))}
        </div>
      )}
      {tiles.length > 0 && (
        <ul class="stage-tiles" aria-label={text.tiles} style={{ '--columns': columns, '--rows': rows }}>
          {tiles.map((person) => (
            <li key={person.shown.id}>
              <StageTile {...person} />
            </li>
          ))}
        </ul>
      )}
      {isEmpty && <EmptyStage />}
      {screens.length === 0 && <FullScreenButton />}
    </section>
  );
}

function EmptyStage() {
  const { teaches, voices } = useLectureSession();
  const { lecture, controls } = words.value;
  const text = lecture.stage;
  if (!teaches.value) return <StageNote what={text.notShown} todo={text.notShownTodo} />;
  const own = voices.value?.own;
  return (
    <StageNote what={text.start} todo={canShareScreen ? text.startTodo : text.startTodoCamera}>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void own?.toggleCamera()}>
          <Icon name="camera" />
          {controls.cameraOn}
        </button>
        {canShareScreen && (
          <button type="button" class="button outline" onClick={() => void own?.toggleScreen()}>
            <Icon name="screen" />
            {controls.screenOn}
          </button>
        )}
      </div>
    </StageNote>
  );
}
