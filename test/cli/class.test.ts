import t from 'tap';
import { apiKey } from '../helpers/api.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

t.test('classes and lectures are listed and deleted, and their teacher is informed', async (t) => {
  const { url, wsUrl } = await startServer(t, { apiKey });
  const run = (...args: string[]) =>
    lectern(t, ['class', ...args, '--url', url], { LECTERN_API_KEY: apiKey }).outcome;
  const teacher = await connect(t, wsUrl('/ws'));
  const { user } = await teacher.welcome();
  const made = await teacher.request('CreateClass', { title: 'Algebra', subtitle: '' });
  const classUuid = (made.data as { class: { uuid: string } }).class.uuid;
  const lecture = { classUuid, lectureDate: '2026-11-21', lectureName: 'Sets', playlist: 'media/sample.mp4' };
  const created = await teacher.request('CreateLecture', lecture);
  const { id } = (created.data as { lecture: { id: number } }).lecture;
  await teacher.request('JoinClass', { classUuid });

  const { stdout: classes } = await run('list', '--user', user?.id ?? '');
  t.match(classes, new RegExp(`^CLASS +ROLE +TITLE\n${classUuid} +instructor +Algebra$`, 'm'));
  const { stdout: lectures } = await run('lectures', classUuid, '--json');
  t.match(JSON.parse(lectures), { id, lectureName: 'Sets' });

  t.match(await run('delete-lecture', `${id}`), { code: 0, stdout: `Deleted lecture ${id}.\n` });
  t.match(await teacher.next('DeleteLecture'), { data: { lectureId: id } });
  t.match(await run('delete-lecture', `${id}`), { code: 1, stderr: /not found/ });
  t.match(await run('delete', classUuid), { code: 0, stdout: /Deleted class/ });
  t.match(await teacher.next('DeleteClass'), { data: { classUuid } });
  t.match(await run('delete', classUuid), { code: 1, stderr: /not found/ });
  t.match(await run('list', '--user', user?.id ?? '', '--json'), { code: 0, stdout: '' });
});
