import type { ParticipantState } from '../session/participant-state.js';
import { make, write } from './dom.js';
import type { Words } from './words.js';

export interface ShownPerson
  extends Pick<
    ParticipantState,
    'id' | 'username' | 'state' | 'trouble' | 'muted' | 'listening' | 'speaking' | 'camera' | 'screen'
  > {
  own: boolean;
}

/** The people of a room with their pictures. Their elements are reused: a video that is replaced would flicker. */
export class PeopleList {
  readonly element: HTMLUListElement;
  /** Whether pictures of cameras are shown. */
  hasCameras = true;
  hasScreens = true;
  readonly #words: Words;
  readonly #items = new Map<string, PersonItem>();

  constructor(words: Words) {
    this.#words = words;
    this.element = make('ul', 'people', { 'aria-label': words.people });
  }

  show(people: readonly ShownPerson[]): void {
    const present = new Set(people.map(keyOf));
    for (const [key, item] of this.#items) {
      if (present.has(key)) continue;
      item.show({ ...item.person, camera: undefined, screen: undefined });
      item.element.remove();
      this.#items.delete(key);
    }
    for (const [index, person] of people.entries()) {
      const { camera, screen } = person;
      const shown = {
        ...person,
        camera: this.hasCameras ? camera : undefined,
        screen: this.hasScreens ? screen : undefined,
      };
      const key = keyOf(person);
      const item = this.#items.get(key) ?? new PersonItem(this.#words, shown);
      this.#items.set(key, item);
      item.show(shown);
      const there = this.element.children[index];
      if (there !== item.element) this.element.insertBefore(item.element, there ?? null);
    }
  }
}

/** This client has no ID before it has joined. */
const keyOf = ({ own, id }: ShownPerson): string => (own ? '' : id);

class PersonItem {
  readonly element: HTMLLIElement;
  person: ShownPerson;
  readonly #words: Words;
  readonly #name = make('span', 'person-name');
  readonly #state = make('span', 'person-state');
  readonly #line = make('span', 'person-line', {}, this.#name);
  readonly #pictures: Record<'camera' | 'screen', HTMLVideoElement>;

  constructor(words: Words, person: ShownPerson) {
    this.#words = words;
    this.person = person;
    this.#pictures = {
      screen: picture('picture screen-picture'),
      camera: picture(person.own ? 'picture camera-picture own' : 'picture camera-picture'),
    };
    const { screen, camera } = this.#pictures;
    this.element = make('li', 'person', {}, screen, camera, this.#line);
  }

  show(person: ShownPerson): void {
    this.person = person;
    const { username, own, speaking } = person;
    const { you, cameraOf, screenOf } = this.#words;
    const what = describe(person, this.#words);
    this.element.setAttribute('part', speaking ? 'person speaking' : 'person');
    write(this.#name, own ? `${username} (${you})` : username);
    write(this.#state, what ?? '');
    if (what) this.#line.replaceChildren(this.#name, ' · ', this.#state);
    else this.#line.replaceChildren(this.#name);
    this.#showPicture('camera', cameraOf(username));
    this.#showPicture('screen', screenOf(username));
  }

  #showPicture(kind: 'camera' | 'screen', label: string): void {
    const video = this.#pictures[kind];
    const stream = this.person[kind] ?? null;
    video.hidden = !stream;
    video.setAttribute('aria-label', label);
    if (video.srcObject !== stream) video.srcObject = stream;
  }
}

/** A video without sound, which the session plays. */
function picture(part: string): HTMLVideoElement {
  const video = make('video', part, { playsinline: '', autoplay: '', hidden: '' });
  video.muted = true;
  return video;
}

function describe({ state, trouble, muted, listening, speaking }: ShownPerson, words: Words) {
  if (trouble) return words.trouble[trouble];
  if (state !== 'connected') return words.participant[state];
  if (muted) return words.muted;
  if (listening) return words.listening;
  return speaking ? words.speaking : undefined;
}
