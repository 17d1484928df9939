import { RoomSession } from '../session/room-session.js';
import type { RoomState } from '../session/room-session-state.js';
import { RoomView } from './room-view.js';
import { wordsFor } from './words.js';

/** In a program without a DOM, such as one that renders pages on a server, the class can be imported but not used. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Attributes that name another room: the element leaves and joins. */
const PLACE = new Set(['server', 'room', 'password']);

/** Attributes that are `off` for a room without this part. */
const PARTS = ['camera', 'screen', 'chat'] as const;

export type TokenSource = string | (() => string | Promise<string>);

/** Attributes, which are also properties of the same names. */
const REFLECTED = ['server', 'room', 'name', 'password'] as const;

/**
 * `<lectern-room room="blue" name="Ada">`: a room with its people, voices, cameras, shared screens and a chat, in a shadow root.
 *
 * Attributes: `server` (default: the page's), `room`, `name`, `token`, `password`, `autojoin` (join without the form that asks
 * for a name), `microphone="off"` (listen only), `camera="off"`, `screen="off"`, `chat="off"` and `lang` (`en` or `ko`).
 * Events, which bubble: `state`, `participants` and `text`, with the values of RoomSession as `detail`, and `moved` with
 * `{ room, from, reason }` when the server has moved the client to another room, which `room` names then.
 */
export class LecternRoomElement extends Base {
  static readonly observedAttributes = [...PLACE, 'name', ...PARTS];
  #token: TokenSource | undefined;
  #view: RoomView | undefined;
  #session: RoomSession | undefined;
  #leave: (() => void) | undefined;
  #stops: (() => void)[] = [];
  #showing = false;
  /** The latest move that was shown. */
  #moved: RoomState['moved'];

  /** The session while the element is in the room, for what it has no attributes for. */
  get session(): RoomSession | undefined {
    return this.#session;
  }

  declare server: string | null;
  declare room: string | null;
  /** The name that others see. */
  declare name: string | null;
  declare password: string | null;

  /** The user's token, or a function that returns it, which is called at each login and before the token expires. */
  get token(): TokenSource | undefined {
    return this.#token ?? this.getAttribute('token') ?? undefined;
  }

  set token(token: TokenSource | undefined) {
    this.#token = token;
  }

  /** Joins the room, if it has not been joined yet. */
  join(): void {
    const { room } = this;
    if (this.#session || !room) return;
    const session = new RoomSession({
      server: this.server ?? undefined,
      room,
      username: this.name ?? '',
      microphone: this.getAttribute('microphone') !== 'off',
      ...(this.password !== null && { password: this.password }),
      ...(this.token !== undefined && { token: () => this.#currentToken() }),
    });
    this.#session = session;
    this.#stops = (['state', 'participants', 'texts'] as const).map((part) =>
      session[part].on('change', () => this.#show()),
    );
    this.#stops.push(
      session.state.on('change', (detail) => {
        this.#followMove(session, detail);
        this.#tell('state', detail);
      }),
      session.participants.on('change', (detail) => this.#tell('participants', detail)),
      session.texts.on('change', (texts) => {
        const detail = texts.at(-1);
        if (detail) this.#tell('text', detail);
      }),
    );
    this.#leave = session.join();
    this.#show();
  }

  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#leave?.();
    this.#leave = undefined;
    this.#session = undefined;
    this.#show();
  }

  connectedCallback(): void {
    this.#adopt('token');
    for (const name of REFLECTED) this.#adopt(name);
    if (!this.#view) {
      const language = this.closest('[lang]')?.getAttribute('lang') ?? navigator.language;
      this.#view = new RoomView(this.attachShadow({ mode: 'open' }), wordsFor(language), {
        join: (name) => {
          this.name = name;
          this.join();
        },
        leave: () => this.leave(),
      });
      this.#view.name = this.name ?? '';
      this.#showParts();
    }
    if (this.hasAttribute('autojoin')) this.join();
  }

  disconnectedCallback(): void {
    // An element that is moved in the document is connected again before this.
    queueMicrotask(() => {
      if (!this.isConnected) this.leave();
    });
  }

  attributeChangedCallback(attribute: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (attribute === 'name') {
      if (this.#view) this.#view.name = after ?? '';
      // A refused name is only shown here.
      this.#session?.setUsername(after ?? '').catch(() => {});
    } else if ((PARTS as readonly string[]).includes(attribute)) {
      this.#showParts();
    } else if (attribute === 'room' && after === this.#session?.state.value.room) {
      // The session has been moved there already.
    } else if (PLACE.has(attribute)) {
      const rejoin = this.#session !== undefined || this.hasAttribute('autojoin');
      this.leave();
      if (rejoin && this.isConnected) this.join();
    }
  }

  /** Shows the parts of the room that are not off, and closes the devices of those that are. */
  #showParts(): void {
    const has = (part: (typeof PARTS)[number]) => this.getAttribute(part) !== 'off';
    if (!has('camera')) void this.#session?.setCamera(false);
    if (!has('screen')) void this.#session?.setScreen(false);
    if (!this.#view) return;
    this.#view.hasCameras = has('camera');
    this.#view.hasScreens = has('screen');
    this.#view.hasChat = has('chat');
    this.#show();
  }

  /** A property that was set before the element was defined hides the class's own. */
  #adopt(name: (typeof REFLECTED)[number] | 'token'): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (this as Record<string, unknown>)[name];
    Object.assign(this, { [name]: value });
  }

  async #currentToken(): Promise<string> {
    const { token = '' } = this;
    return typeof token === 'function' ? token() : token;
  }

  /** Names the room to which the server has moved the client. */
  #followMove(session: RoomSession, { room, moved }: RoomState): void {
    if (!moved || this.#moved === moved || this.#session !== session) return;
    this.#moved = moved;
    this.room = room;
    this.#tell('moved', { room, ...moved });
  }

  /** Shows the state once for all changes of a turn. */
  #show(): void {
    if (this.#showing) return;
    this.#showing = true;
    queueMicrotask(() => {
      this.#showing = false;
      this.#view?.show(this.#session);
    });
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

for (const name of REFLECTED) {
  Object.defineProperty(LecternRoomElement.prototype, name, {
    configurable: true,
    get(this: HTMLElement) {
      return this.getAttribute(name);
    },
    set(this: HTMLElement, value: string | null | undefined) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'lectern-room': LecternRoomElement;
  }
}
