import t from 'tap';
import { startNodes, startShared } from '../helpers/nodes.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

t.test('nodes of a cluster, and a server outside of it', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { stunUrls: [] });
  if (!one || !other) throw new Error('expected two nodes');

  t.test('belong to one cluster', async (t) => {
    const { code, stdout } = await lectern(t, ['probe', one.url, other.url, '--timeout', '60']).outcome;
    t.equal(code, 0);
    const { host } = new URL(other.url);
    t.match(stdout, new RegExp(`ok {4}node +[\\d.]+ ms {2}${host}: shares rooms with the first node`));
    t.match(stdout, new RegExp(`ok {4}move +[\\d.]+ ms {2}${host}: resumes a session of the first node`));
  });

  t.test('belong to one cluster that requires tokens', async (t) => {
    const tokenSecret = 'a secret of the tests that is long enough';
    const nodes = await startNodes(t, await startShared(t), 2, { stunUrls: [], tokenSecret });
    const urls = nodes.map(({ url }) => url);
    const env = { LECTERN_TOKEN_SECRET: tokenSecret };
    const { code, stdout } = await lectern(t, ['probe', ...urls, '--timeout', '60'], env).outcome;
    t.equal(code, 0, stdout);
    for (const check of ['login', 'node', 'move']) t.match(stdout, new RegExp(`^ {2}ok {4}${check} `, 'm'));
  });

  t.test('a server that shares nothing with them is detected', async (t) => {
    const stranger = await startServer(t);
    const { code, stdout } = await lectern(t, ['probe', one.url, stranger.url, '--timeout', '2']).outcome;
    t.equal(code, 1);
    const { host } = new URL(stranger.url);
    t.match(stdout, new RegExp(`FAIL {2}node .*${host}: no notification of a second client within 2 s`));
    t.match(stdout, new RegExp(`FAIL {2}move .*${host}: a session of the first node was refused: \\S+`));
    t.match(stdout, 'try: start both with the same --redis and --database');
  });

  t.test('an unreachable node', async (t) => {
    const { code, stdout } = await lectern(t, ['probe', one.url, 'http://127.0.0.1:9', '--timeout', '60'])
      .outcome;
    t.equal(code, 1);
    t.match(stdout, /FAIL {2}node .*127\.0\.0\.1:9: nothing is listening/);
  });
});
