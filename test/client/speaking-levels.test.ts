import t from 'tap';
import { levelOf, SpeakingLevels } from '#client/speaking-levels.js';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 4_096 }, (_, index) => amplitude * Math.sin((index * 2 * Math.PI) / 64));
}

t.test('ranges from 0 for silence to 1 for full scale, by loudness', (t) => {
  t.equal(levelOf(new Float32Array(64)), 0);
  t.equal(levelOf(new Float32Array(64).fill(1)), 1);
  t.equal(levelOf(new Float32Array(64).fill(2)), 1);
  t.equal(levelOf(tone(0.001)), 0);
  const halfway = levelOf(tone(Math.SQRT2 * 10 ** (-30 / 20)));
  t.ok(Math.abs(halfway - 0.5) < 0.001, `-30 dB is ${halfway}`);
  const levels = [0.01, 0.03, 0.1, 0.3, 1].map((amplitude) => levelOf(tone(amplitude)));
  t.same(
    levels,
    levels.toSorted((a, b) => a - b),
  );
  t.end();
});

t.test('a stream that cannot be measured causes no errors', (t) => {
  const levels = new SpeakingLevels();
  const watch = (tracks: object[]) =>
    levels.watch({ getAudioTracks: () => tracks } as unknown as MediaStream, () =>
      t.fail('no level is measured'),
    );
  watch([])();
  watch([{}])(); // there is no AudioContext here
  levels.close();
  t.pass('no error was thrown');
  t.end();
});

t.test('an AudioContext that the system interrupts is resumed, once the system allows it', async (t) => {
  let resumed = 0;
  let done = () => {};
  const running = new Promise<void>((resolve) => {
    done = resolve;
  });
  class PhoneContext {
    state = 'interrupted';
    createMediaStreamSource = () => ({ connect() {}, disconnect() {} });
    createAnalyser = () => ({ getFloatTimeDomainData() {} });
    close = async () => {};
    async resume() {
      if (++resumed === 1) throw new Error('in a call');
      this.state = 'running';
      done();
    }
  }
  const given = { Audio: class {}, AudioContext: PhoneContext };
  Object.assign(globalThis, given);
  t.teardown(() => {
    for (const name of Object.keys(given)) Reflect.deleteProperty(globalThis, name);
  });
  const levels = new SpeakingLevels();
  t.teardown(() => levels.close());
  levels.watch({ getAudioTracks: () => [{}] } as unknown as MediaStream, () => {});
  await running;
  t.equal(resumed, 2);
});
