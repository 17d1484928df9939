import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { parseCalendar } from '../../helpers/calendar.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

t.test('the lectures of a calendar link to their pages below the address that was requested', async (t) => {
  const server = await startServer(t, { basePath: '/school', trustProxy: true });
  const { teacher, lecture } = await startLecture(t, new Target(server.url), 0);
  const { classUuid, lectureId } = lecture;
  const { path } = await ask(teacher, 'CreateClassFeed', { classUuid });
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'lectern.example.org' };
  const response = await fetch(`${server.url}/school/${path}`, { headers });
  const page = `https://lectern.example.org/school/classes/${classUuid}/lectures/${lectureId}`;
  t.match(parseCalendar(await response.text()).events, [{ url: page }]);
  t.match(response.headers.get('cache-control'), /^private/);
});

t.test('the links of a revoked user do not work', async (t) => {
  const server = await startServer(t, { apiKey });
  const { teacher, students, lecture } = await startLecture(t, new Target(server.url), 1);
  const { classUuid } = lecture;
  const paths: string[] = [];
  for (const each of [teacher, ...students]) {
    paths.push((await ask(each, 'CreateClassFeed', { classUuid })).path);
  }
  await callApi(server, 'POST', '/revocations', { user: students[0]?.userId });
  const statuses = await Promise.all(
    paths.map(async (path) => (await fetch(`${server.url}/${path}`)).status),
  );
  t.same(statuses, [200, 404]);
});
