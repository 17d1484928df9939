import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { ask, person, refusal, startLecture } from '../../helpers/test-class.js';

t.test('the sessions of an erased user end on every node', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { apiKey });
  if (!one || !other) throw new Error('expected two nodes');
  const { students, lecture } = await startLecture(t, new Target(one.url), 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  const far = new Target(other.url);
  const elsewhere = await person(t, far, student.token);
  await ask(elsewhere, 'JoinLecture', lecture);
  t.equal((await callApi(one, 'DELETE', `/users/${student.userId}`)).status, 204);
  for (const { client } of [student, elsewhere]) await client.next('drop');
  const back = await person(t, far, student.token);
  t.equal(await refusal(back, 'JoinLecture', lecture), 403);
});
