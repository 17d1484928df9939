import t from 'tap';
import { runSideBySide } from './side-by-side.js';

interface File {
  name: string;
  startsBrowsers: boolean;
  end(): void;
  ended: Promise<void>;
}

function makeFile(name: string, startsBrowsers = false): File {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { name, startsBrowsers, end, ended };
}

const filesOf = (count: number, startsBrowsers = false): File[] =>
  Array.from({ length: count }, (_, i) => makeFile(`${i}`, startsBrowsers));

/** Runs files on a machine with the given idle shares. Returns the files that run after that many measurements. */
async function after(looks: number, files: File[], idle: number): Promise<string[]> {
  const running = new Set<string>();
  let left = looks;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const all = runSideBySide(
    files,
    async ({ name, ended }) => {
      running.add(name);
      await ended;
      running.delete(name);
    },
    () => idle,
    () => {
      if (left-- > 0) return Promise.resolve();
      stop();
      return new Promise(() => {});
    },
  );
  await stopped;
  const names = [...running];
  for (const file of files) file.end();
  await all;
  return names;
}

t.test('a busy machine runs three files at the same time', async (t) => {
  t.same(await after(20, filesOf(12), 0.1), ['0', '1', '2']);
});

t.test('an idle machine starts one more file after each measurement, ten at most', async (t) => {
  t.same(await after(1, filesOf(12), 0.9), ['0', '1', '2', '3']);
  t.same(await after(20, filesOf(12), 0.9), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

t.test('at most four of them start browsers, and other files overtake the rest of those', async (t) => {
  const files = [...filesOf(6, true), makeFile('a'), makeFile('b')];
  t.same(await after(20, files, 0.9), ['0', '1', '2', '3', 'a', 'b']);
});

t.test('all files run, once each', async (t) => {
  const ran: string[] = [];
  const files = [...filesOf(8, true), ...filesOf(8)];
  await runSideBySide(
    files,
    async ({ name }) => void ran.push(name),
    () => 0.5,
    async () => {},
  );
  t.same(ran.sort(), files.map(({ name }) => name).sort());
});
