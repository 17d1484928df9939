import t from 'tap';
import { Emitter } from '#client/emitter.js';

class Bell extends Emitter<{ ring: number; stop: undefined }> {
  ring(times: number): void {
    this.emit('ring', times);
  }
}

t.test('calls each listener until it is removed; a function added twice is called twice', (t) => {
  const bell = new Bell();
  const heard: number[] = [];
  const listener = (times: number) => heard.push(times);
  const stopFirst = bell.on('ring', listener);
  const stopSecond = bell.on('ring', listener);
  bell.on('stop', () => t.fail('the listener was not removed'));
  bell.ring(1);
  stopFirst();
  stopFirst();
  bell.ring(2);
  stopSecond();
  bell.ring(3);
  t.same(heard, [1, 1, 2]);
  t.end();
});

t.test('a listener can remove itself, or add another, while it is called', (t) => {
  const bell = new Bell();
  const heard: string[] = [];
  const stop = bell.on('ring', () => {
    heard.push('once');
    stop();
    bell.on('ring', () => heard.push('late'));
  });
  bell.on('ring', () => heard.push('always'));
  bell.ring(1);
  bell.ring(2);
  t.same(heard, ['once', 'always', 'always', 'late']);
  t.end();
});
