import type { ParticipantState } from '../session/participant-state.js';
import type { RoomSession } from '../session/room-session.js';
import type { RoomText } from '../session/room-session-state.js';
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

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries({ part, ...attributes })) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Screen readers read a text again if it is replaced, also by the same one. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
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
  readonly #room: HTMLElement;
  readonly #people: HTMLUListElement;
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
    const leave = button('leave', words.leave, () => actions.leave());
    this.#people = make('ul', 'people', { 'aria-label': words.people });
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
    const controls = make('div', 'controls', {}, this.#mute, this.#sound, this.#retry, leave);
    this.#room = make('div', 'inside', {}, this.#people, controls, this.#messages, this.#chat);
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
      this.#people.replaceChildren();
      this.#showTexts([]);
      return;
    }
    const { self, connection, problem, microphone, soundBlocked } = session.state.value;
    this.#mute.setAttribute('aria-pressed', String(self.muted));
    this.#sound.hidden = !soundBlocked;
    this.#retry.hidden = connection !== 'waiting' && !problem?.final;
    const own: Shown = { ...self, state: 'connected', trouble: undefined, listening: microphone !== 'on' };
    const people = connection === 'closed' ? [] : [own, ...session.participants.value];
    this.#people.replaceChildren(...people.map((person) => this.#person(person, person === own)));
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
    const { microphone, mutedBy, notSent, problem: problems } = this.#words;
    const { problem, microphoneTrouble } = value;
    return [
      problem && (problems[problem.code] ?? problem.message),
      microphoneTrouble && microphone[microphoneTrouble],
      value.mutedBy !== undefined && mutedBy(value.mutedBy),
      this.#notSent && notSent,
    ]
      .filter(Boolean)
      .join(' ');
  }

  #person(person: Shown, own: boolean): HTMLElement {
    const { username, speaking } = person;
    const what = this.#describe(person);
    const name = make('span', 'person-name', {}, own ? `${username} (${this.#words.you})` : username);
    const item = make('li', speaking ? 'person speaking' : 'person', {}, name);
    if (what) item.append(' · ', make('span', 'person-state', {}, what));
    return item;
  }

  #describe({ state, trouble, muted, listening, speaking }: Shown): string | undefined {
    const words = this.#words;
    if (trouble) return words.trouble[trouble];
    if (state !== 'connected') return words.participant[state];
    if (muted) return words.muted;
    if (listening) return words.listening;
    return speaking ? words.speaking : undefined;
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

type Shown = Pick<ParticipantState, 'username' | 'state' | 'trouble' | 'muted' | 'listening' | 'speaking'>;
