import type { RoomSession } from '../session/room-session.js';
import type { RoomText } from '../session/room-session-state.js';
import { make, write } from './dom.js';
import { PeopleList, type ShownPerson } from './people-list.js';
import { styles } from './styles.js';
import type { Words } from './words.js';

/** What the user does in the view. */
export interface RoomActions {
  join(name: string): void;
  leave(): void;
}

let sheet: CSSStyleSheet | undefined;

function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  return sheet;
}

/** The content of a `<lectern-room>`, in its shadow root. */
export class RoomView {
  readonly #root: ShadowRoot;
  readonly #words: Words;
  readonly #name: HTMLInputElement;
  readonly #door: HTMLFormElement;
  readonly #status = make('p', 'status', { role: 'status' });
  readonly #alert = make('p', 'alert', { role: 'alert' });
  readonly #retry: HTMLButtonElement;
  readonly #sound: HTMLButtonElement;
  readonly #mute: HTMLButtonElement;
  readonly #camera: HTMLButtonElement;
  readonly #screen: HTMLButtonElement;
  readonly #room: HTMLElement;
  readonly #people: PeopleList;
  readonly #chat: HTMLFormElement;
  readonly #messages: HTMLOListElement;
  #session: RoomSession | undefined;
  #shownTexts: readonly RoomText[] = [];
  /** Whether the text that was written last was refused. */
  #notSent = false;

  constructor(root: ShadowRoot, words: Words, actions: RoomActions) {
    this.#root = root;
    this.#words = words;
    root.adoptedStyleSheets = [styleSheet()];
    const button = (part: string, text: string, press: () => void): HTMLButtonElement => {
      const element = make('button', part, { type: 'button' }, text);
      element.addEventListener('click', press);
      return element;
    };
    this.#name = make('input', 'name', { maxlength: '64', required: '', autocomplete: 'nickname' });
    this.#door = make(
      'form',
      'door',
      {},
      make('label', 'label', {}, words.yourName, this.#name),
      make('button', 'join', { type: 'submit' }, words.join),
    );
    this.#door.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.join(this.#name.value);
    });
    this.#retry = button('retry', words.retry, () => this.#session?.retry());
    this.#sound = button('sound', words.playSound, () => this.#session?.startSound());
    this.#mute = button('mute', words.mute, () => {
      this.#session?.setMuted(!this.#session.state.value.self.muted);
    });
    this.#camera = button('camera', words.camera, () => {
      void this.#session?.setCamera(this.#session.state.value.camera === 'off');
    });
    this.#screen = button('screen', words.shareScreen, () => {
      void this.#session?.setScreen(this.#session.state.value.screen === 'off');
    });
    const leave = button('leave', words.leave, () => actions.leave());
    this.#people = new PeopleList(words);
    const text = make('input', 'text', { maxlength: '4096', required: '', autocomplete: 'off' });
    this.#messages = make('ol', 'messages', { role: 'log', 'aria-label': words.messages, tabindex: '0' });
    this.#chat = make(
      'form',
      'chat',
      {},
      make('label', 'label', {}, words.message, text),
      make('button', 'send', { type: 'submit' }, words.send),
    );
    this.#chat.addEventListener('submit', (event) => {
      event.preventDefault();
      const written = text.value;
      const session = this.#session;
      text.value = '';
      this.#setNotSent(false);
      session?.sendText(written).catch(() => {
        if (session !== this.#session) return;
        // What was written meanwhile stays.
        text.value ||= written;
        this.#setNotSent(true);
      });
    });
    const media = [this.#mute, this.#camera, this.#screen];
    const controls = make('div', 'controls', {}, ...media, this.#sound, this.#retry, leave);
    this.#room = make('div', 'inside', {}, this.#people.element, controls, this.#messages, this.#chat);
    this.#room.style.display = 'contents';
    root.append(make('section', 'room', {}, this.#door, this.#status, this.#alert, this.#room));
    this.show(undefined);
  }

  set name(name: string) {
    this.#name.value = name;
  }

  set hasChat(hasChat: boolean) {
    this.#chat.hidden = this.#messages.hidden = !hasChat;
  }

  set hasCameras(hasCameras: boolean) {
    this.#people.hasCameras = hasCameras;
    this.#camera.hidden = !hasCameras;
  }

  /** Browsers of phones cannot share a screen. */
  set hasScreens(hasScreens: boolean) {
    this.#people.hasScreens = hasScreens;
    this.#screen.hidden =
      !hasScreens || !navigator.mediaDevices || !('getDisplayMedia' in navigator.mediaDevices);
  }

  /** Shows the present state of a session, or the form to join if there is none. */
  show(session: RoomSession | undefined): void {
    const enters = session !== undefined;
    const hadFocus = enters === this.#room.hidden && this.#root.activeElement !== null;
    if (session !== this.#session) this.#notSent = false;
    this.#session = session;
    this.#door.hidden = enters;
    this.#room.hidden = !enters;
    // What had the focus is hidden now.
    if (hadFocus) (enters ? this.#mute : this.#name).focus();
    write(this.#status, session ? this.#statusOf(session) : '');
    write(this.#alert, session ? this.#alertOf(session) : '');
    if (!session) {
      this.#people.show([]);
      this.#showTexts([]);
      return;
    }
    const { self, connection, problem, microphone, camera, screen, soundBlocked } = session.state.value;
    this.#mute.setAttribute('aria-pressed', String(self.muted));
    this.#camera.setAttribute('aria-pressed', String(camera === 'on'));
    this.#screen.setAttribute('aria-pressed', String(screen === 'on'));
    this.#sound.hidden = !soundBlocked;
    this.#retry.hidden = connection !== 'waiting' && !problem?.final;
    const own: ShownPerson = {
      ...self,
      id: self.id ?? '',
      own: true,
      state: 'connected',
      trouble: undefined,
      listening: microphone !== 'on',
    };
    const others = session.participants.value.map((person) => ({ ...person, own: false }));
    this.#people.show(connection === 'closed' ? [] : [own, ...others]);
    this.#showTexts(session.texts.value);
  }

  #setNotSent(notSent: boolean): void {
    this.#notSent = notSent;
    if (this.#session) write(this.#alert, this.#alertOf(this.#session));
  }

  #statusOf({ state: { value } }: RoomSession): string {
    const { connecting, reconnecting, waitingForOwner } = this.#words;
    if (value.entry === 'waiting') return waitingForOwner;
    if (value.connection === 'idle' || value.connection === 'connecting') return connecting;
    if (value.connection === 'waiting') return reconnecting;
    return '';
  }

  #alertOf({ state: { value } }: RoomSession): string {
    const { microphone, cameraTrouble, screenTrouble, mutedBy, notSent, problem: problems } = this.#words;
    const { problem, microphoneTrouble } = value;
    return [
      problem && (problems[problem.code] ?? problem.message),
      microphoneTrouble && microphone[microphoneTrouble],
      value.cameraTrouble && cameraTrouble[value.cameraTrouble],
      value.screenTrouble && screenTrouble,
      value.mutedBy !== undefined && mutedBy(value.mutedBy),
      this.#notSent && notSent,
    ]
      .filter(Boolean)
      .join(' ');
  }

  #showTexts(texts: readonly RoomText[]): void {
    if (texts === this.#shownTexts) return;
    const shown = new Set(this.#shownTexts);
    this.#shownTexts = texts;
    if (!texts.some((text) => shown.has(text))) this.#messages.replaceChildren();
    for (const text of texts) {
      if (shown.has(text)) continue;
      this.#messages.append(make('li', 'message', {}, `${text.username}: ${text.text}`));
    }
    while (this.#messages.childElementCount > texts.length) this.#messages.firstElementChild?.remove();
    this.#messages.scrollTop = this.#messages.scrollHeight;
  }
}
