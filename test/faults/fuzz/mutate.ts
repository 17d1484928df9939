import type { Example } from './examples.js';
import type { Random } from './random.js';

/** Objects on the server, so that a mutated message passes the first check. */
export interface Known {
  /** Members of data that contain a name or an ID, by their key. */
  values: Record<string, unknown>;
  /** IDs of connected clients. */
  clients: readonly string[];
}

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const strings: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\u0000\u0001\u001f',
    '\ud800',
    '\udfff\ud800',
    '\u202e\u2066',
    '\ufeff',
    'é',
    '한글',
    '👩‍🏫',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'NaN', '-1', '1e999'],
  ...['<script>alert(1)</script>', "'; DROP TABLE users; --", '../../etc/passwd', '%00', '%s%n'],
  ...[
    'room',
    'room/',
    'room/__proto__',
    'room/fuzz-0',
    'server',
    'ground control',
    '/layout',
    '/programme/x',
    '/',
  ],
  ...['v=0\r\n', 'candidate:1 1 udp 1 192.0.2.1 1 typ host', '00000000-0000-4000-8000-000000000000'],
];

const numbers: readonly number[] = [
  ...[
    0,
    -0,
    1,
    -1,
    0.1,
    64,
    65,
    4096,
    4097,
    65535,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 63,
  ],
  ...[1e308, -1e308, 5e-324, Date.now()],
];

/** Literals that JSON.stringify never writes. */
const literals = [
  '1e400',
  '-0',
  '1E+2',
  '01',
  'NaN',
  'undefined',
  '"\\ud800"',
  '"\\u0000"',
  '[,]',
  "'x'",
  '{"a":1,"a":2}',
];

const memberNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  'type',
  'data',
  'id',
  'seq',
  'sender',
  '\0',
];

function nasty(random: Random): unknown {
  switch (random.below(8)) {
    case 0:
      return random.pick(strings);
    case 1:
      return random.pick(numbers);
    case 2:
      return random.pick([true, false, null]);
    case 3:
      return [];
    case 4:
      return Object.fromEntries([[random.pick(memberNames), random.pick(strings)]]);
    case 5:
      return random
        .pick(strings)
        .padEnd(
          random.chance(0.05) ? 70_000 : random.pick([65, 257, 4097]),
          random.pick(['x', '한', '\0', '😀']),
        );
    case 6:
      return Array.from({ length: random.pick([1, 17, 300]) }, () => random.pick(numbers));
    default: {
      let deep: unknown = random.pick(strings);
      const asList = random.chance(0.5);
      for (let level = random.pick([3, 31, 33, 200]); level > 0; level--)
        deep = asList ? [deep] : { a: deep };
      return deep;
    }
  }
}

/** An envelope around an example, mostly as a client would write it. */
export function envelope(random: Random, examples: readonly Example[], known: Known): Members {
  let example = random.pick(examples);
  while (example.rare && !random.chance(0.05)) example = random.pick(examples);
  const kind = random.pick(example.receivers);
  const addresses: Record<string, readonly string[]> = {
    server: ['server', '', 'ground control'],
    room: ['room', 'room/fuzz-0', 'room/fuzz-1'],
    client: known.clients,
  };
  const receiver = random.chance(0.9) ? random.pick(addresses[kind] ?? [kind]) : random.pick(strings);
  return {
    ...(random.chance(0.1) ? { sender: random.pick([...known.clients, 'server', '']) } : {}),
    receiver,
    type: example.type,
    ...('data' in example ? { data: withKnown(random, example.data, known) } : {}),
    ...(random.chance(0.5) ? { id: random.pick<unknown>(['a', 1, random.below(1e6), 'x'.repeat(64)]) } : {}),
  };
}

/** The same data with the IDs of existing objects instead of invented ones. */
function withKnown(random: Random, data: unknown, { values }: Known): unknown {
  if (!isMembers(data)) return structuredClone(data);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      name in values && random.chance(0.8) ? values[name] : structuredClone(value),
    ]),
  );
}

/** Every position in a value: the object or list that contains it, and its key. */
function places(value: unknown, found: [Members, string][] = []): [Members, string][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push([value as Members, name]);
    places((value as Members)[name], found);
  }
  return found;
}

/** Changes the structure of a message. */
function mutateStructure(random: Random, message: Members, examples: readonly Example[]): void {
  // A fault in the envelope is found first, and hides a fault in the data.
  const inside = random.chance(0.7) ? places(message.data) : [];
  const [holder, name] = random.pick(inside.length > 0 ? inside : places(message));
  const value = holder[name];
  switch (random.below(8)) {
    case 0:
      delete holder[name];
      break;
    case 1:
      holder[name] = nasty(random);
      break;
    case 2:
      Object.defineProperty(holder, random.pick(memberNames), {
        value: nasty(random),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    case 3:
      holder[name] = random.chance(0.5) ? [value] : { [name]: value };
      break;
    case 4:
      holder[name] = typeof value === 'string' ? value + random.pick(strings) : nasty(random);
      break;
    case 5:
      holder[name] = typeof value === 'number' ? value * random.pick(numbers) : nasty(random);
      break;
    case 6:
      // The data of one type under the name of another.
      message.type = random.pick(examples).type;
      break;
    default:
      if (isMembers(message.data)) message.data = { ...message.data, ...structuredClone(message) };
      else message.data = structuredClone(message);
  }
}

/** Changes the text of a message, which might no longer be JSON. */
function mutateText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(strings) + text.slice(at);
    case 2:
      return text.replace(/("[^"]*"):/, (member) => `${member}${random.pick(literals)},${member}`);
    case 3:
      return text.replace(/:("[^"]*"|\d+|true|false|null)/, () => `:${random.pick(literals)}`);
    case 4:
      return text.slice(0, at) + text.slice(at + 1 + random.below(8));
    case 5:
      return `${random.pick(['\ufeff', ' '.repeat(300), '//', '/**/', '['.repeat(40), '[[]]'])}${text}`;
    default:
      return text.slice(0, at) + text;
  }
}

/** Changes the bytes of a message, which might no longer be UTF-8. */
function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const at = random.below(Math.max(1, changed.length));
  switch (random.below(4)) {
    case 0:
      for (let flips = 1 + random.below(4); flips > 0; flips--) {
        const where = random.below(Math.max(1, changed.length));
        changed[where] = (changed[where] ?? 0) ^ (1 << random.below(8));
      }
      return changed;
    case 1:
      return Buffer.concat([
        changed.subarray(0, at),
        random.bytes(1 + random.below(8)),
        changed.subarray(at),
      ]);
    case 2:
      return changed.subarray(0, at);
    default:
      // Replacing one letter by another keeps most of the message valid, so it passes more checks.
      changed[at] = 0x20 + random.below(0x5f);
      return changed;
  }
}

/** The payload of one mutated message. */
export function payload(random: Random, examples: readonly Example[], known: Known): Buffer {
  const message = envelope(random, examples, known);
  if (random.chance(0.1)) return Buffer.from(JSON.stringify(message));
  if (random.chance(0.55)) {
    for (let times = 1 + random.below(3); times > 0 && places(message).length > 0; times--) {
      mutateStructure(random, message, examples);
    }
    return Buffer.from(JSON.stringify(message));
  }
  const text = JSON.stringify(message);
  return random.chance(0.5) ? Buffer.from(mutateText(random, text)) : mutateBytes(random, Buffer.from(text));
}
