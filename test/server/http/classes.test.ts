import type { ApiClassAnswer, ApiLectureAnswer } from 'lectern-protocol/http';
import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, person, refusal, startLecture } from '../../helpers/test-class.js';

t.test('a back end creates a class, enrolls its members, and reads who attended a lecture', async (t) => {
  const server = await startServer(t, { apiKey });
  const target = new Target(server.url);
  const [kim, ann] = [await person(t, target), await person(t, target)];
  const created = await callApi(server, 'POST', '/classes', {
    title: 'Music',
    instructor: kim.userId,
    username: 'Ms Kim',
  });
  t.match(created, { status: 201, data: { class: { title: 'Music', subtitle: '', uuid: String } } });
  const {
    class: { uuid: classUuid },
  } = created.data as unknown as ApiClassAnswer;
  const path = `/classes/${classUuid}`;
  t.same((await callApi(server, 'GET', `${path}/members`)).data, {
    members: [{ user: kim.userId, username: 'Ms Kim', memberType: 'instructor', connected: false }],
  });
  await ask(kim, 'JoinClass', { classUuid });
  const member = `${path}/members/${ann.userId}`;
  t.equal(await refusal(ann, 'JoinClass', { classUuid }), 403);
  t.equal((await callApi(server, 'PUT', member, { username: 'Ann' })).status, 204);
  const { data: first } = await callApi(server, 'GET', `${path}/members?limit=1`);
  t.match(first, { members: [{ user: kim.userId, connected: true }], after: String });
  t.same((await callApi(server, 'GET', `${path}/members?after=${first?.after}`)).data, {
    members: [{ user: ann.userId, username: 'Ann', memberType: 'student', connected: false }],
  });
  await ask(ann, 'JoinClass', { classUuid });
  t.match(await callApi(server, 'GET', `${path}/members?after=x`), { status: 400 });

  const given = { lectureName: 'Bach', lectureDate: '2026-12-01T09:00+09:00' };
  const { status, data } = await callApi(server, 'POST', `${path}/lectures`, given);
  t.match({ status, data }, { status: 201, data: { lecture: { ...given, isLive: false } } });
  t.match((await ann.client.next('CreateLecture')).data, { lecture: { lectureName: 'Bach', playlist: '' } });
  const { id: lectureId } = (data as unknown as ApiLectureAnswer).lecture;
  for (const each of [kim, ann]) await ask(each, 'JoinLecture', { classUuid, lectureId });
  await ann.client.request('ExitLecture', { classUuid, lectureId });
  t.equal((await callApi(server, 'PUT', member, { memberType: 'instructor' })).status, 204);
  // Attendance is stored before later changes.
  t.match((await callApi(server, 'GET', `/lectures/${lectureId}/attendance`)).data, {
    attendance: [
      { user: kim.userId, spans: [{ from: Number, to: Number }] },
      { user: ann.userId, spans: [{ from: Number, to: Number }] },
    ],
  });

  t.match(await ann.client.next('SetMemberType'), { data: { userId: ann.userId, memberType: 'instructor' } });
  t.equal((await callApi(server, 'PUT', member)).status, 204, 'the role remains');
  t.equal((await callApi(server, 'DELETE', member)).status, 204);
  t.match(await ann.client.next('LeaveClass'), { data: { userId: ann.userId } });
  t.equal(await refusal(ann, 'JoinClass', { classUuid }), 403);
  t.equal((await callApi(server, 'DELETE', member)).status, 404);
  const last = await callApi(server, 'DELETE', `${path}/members/${kim.userId}`);
  t.match(last, { status: 409, data: { code: 'conflict', message: /a class needs an instructor/ } });
  const by = { key: 'apiKey' };
  t.match((await callApi(server, 'GET', `/audit?class=${classUuid}`)).data?.entries, [
    { action: 'enroll', by, target: { id: ann.userId } },
    { action: 'set-member-type', by, target: { id: ann.userId }, detail: 'instructor' },
    { action: 'remove-member', by, target: { id: ann.userId } },
  ]);
});

t.test('a user whom an instructor has banned is not enrolled again', async (t) => {
  const server = await startServer(t, { apiKey });
  const { teacher, students, lecture } = await startLecture(t, new Target(server.url), 1);
  const userId = students[0]?.userId ?? '';
  const { classUuid } = lecture;
  await ask(teacher, 'RemoveMember', { classUuid, userId });
  const member = `/classes/${classUuid}/members/${userId}`;
  t.match(await callApi(server, 'PUT', member), {
    status: 409,
    data: { message: /is banned from this class/ },
  });
  await ask(teacher, 'ReadmitParticipant', { classUuid, userId });
  t.equal((await callApi(server, 'PUT', member)).status, 204);
  t.equal((await callApi(server, 'PUT', `/classes/${classUuid}/members/${'x'.repeat(65)}`)).status, 400);
});
