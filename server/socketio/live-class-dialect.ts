import { scan } from '../protocol/scan.js';
import type {
  Arrival,
  ClientEnvelope,
  Dialect,
  DialectContext,
  DialectKind,
  Envelope,
  SocketEvent,
} from './dialect.js';
import { liveClassEvent } from './live-class-events.js';
import { PageCollector, type PagedList } from './page-collector.js';

/** The events of a client, and which of them request a list. LiveClass expects lists as a whole. */
const EVENTS: ReadonlyMap<string, PagedList | undefined> = new Map<string, PagedList | undefined>([
  ['JoinClass', undefined],
  ['GetLectures', { items: 'lectures', cursor: 'before' }],
  ['CreateLecture', undefined],
  ['GetClassMembers', { items: 'members', cursor: 'after' }],
  ['JoinLecture', undefined],
  ['ExitLecture', undefined],
  ['GetActiveLectureMember', { items: 'members', cursor: 'after' }],
  ['SetLectureLiveStatus', undefined],
  ['InstructorTimeChange', undefined],
  ['InstructorPlay', undefined],
  ['InstructorPause', undefined],
  ['SelectVideo', undefined],
  ['LiveChatTextMessage', undefined],
  ['LiveChatAudioMessage', undefined],
  ['CreateMarker', undefined],
  ['DeleteMarker', undefined],
  ['MarkerTextMessage', undefined],
  ['GetMarkerMessages', { items: 'textMessages', cursor: 'before' }],
  ['GetMarkers', { items: 'markers', cursor: 'before' }],
  ['TimeMarkerClicked', undefined],
]);

/** Nesting depth up to which text is parsed. No event has so many levels. */
const MAX_DEPTH = 8;

/** Members that are numbers in the protocol. LiveClass takes some of them from addresses, as text. */
const NUMBERS: ReadonlySet<string> = new Set([
  'lectureId',
  'markerId',
  'newtime',
  'selectedVideoIdx',
  'time',
  'videoIndex',
]);

/** LiveClass: one object each way, without acknowledgements. */
export const liveClassDialect: DialectKind = {
  name: 'live-class',
  isSpokenAt: (namespace) => namespace === '/',
  greets: () => false,
  claims: (_, { name, acknowledge }) => EVENTS.has(name) && !acknowledge,
  open: (context) => new LiveClassDialect(context),
  translate: (envelope) => eventsOf(envelope),
};

function eventsOf(envelope: Envelope): readonly SocketEvent[] {
  const event = liveClassEvent(envelope);
  return event ? [event] : [];
}

/** The dialect of one client. */
class LiveClassDialect implements Dialect {
  private readonly pages: PageCollector;

  constructor({ send }: DialectContext) {
    this.pages = new PageCollector(send);
  }

  receive({ name, args }: Arrival): readonly ClientEnvelope[] {
    const given = withNumbers(fromText(args[0]));
    const data = name === 'LiveChatAudioMessage' ? withBase64(given) : given;
    const envelope = { type: name, ...(data !== undefined && { data }) };
    const list = EVENTS.get(name);
    return [list ? this.pages.begin(envelope, list) : envelope];
  }

  isOwn(envelope: Envelope): boolean {
    return this.pages.expects(envelope);
  }

  own(envelope: Envelope): readonly SocketEvent[] {
    const list = this.pages.take(envelope);
    return list ? eventsOf(list) : [];
  }
}

/** Returns the data of an event, which some versions of LiveClass send as a string of its JSON. */
function fromText(given: unknown): unknown {
  if (typeof given !== 'string' || scan(given, MAX_DEPTH).depth > MAX_DEPTH) return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** Converts numbers that are text, in the data and in objects that it contains. */
function withNumbers(given: unknown, depth = 0): unknown {
  if (!isPlain(given) || depth > MAX_DEPTH) return given;
  const entries = Object.entries(given).map(([name, value]) => {
    const isNumber = typeof value === 'string' && NUMBERS.has(name) && /^\d+(\.\d+)?$/.test(value);
    return [name, isNumber ? Number(value) : withNumbers(value, depth + 1)];
  });
  return Object.fromEntries(entries);
}

function withBase64(given: unknown): unknown {
  if (!isPlain(given) || !Buffer.isBuffer(given.arrayBuffer)) return given;
  return { ...given, arrayBuffer: given.arrayBuffer.toString('base64') };
}
