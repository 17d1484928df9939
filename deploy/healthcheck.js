// The health check of the container image: asks the server of this container for /healthz, where the environment
// variables say that it listens.
import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { resolveOptions } from '../dist/server/options.js';

const { port, metricsPort, https } = resolveOptions({ env: process.env });
const tls = https && metricsPort === 0;
const url = `${tls ? 'https' : 'http'}://127.0.0.1:${metricsPort || port}/healthz`;
// The certificate is for another name.
(tls ? requestTls : request)(url, { rejectUnauthorized: false }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
})
  .on('error', ({ message }) => {
    process.stderr.write(`${url} does not answer: ${message}\n`);
    process.exit(1);
  })
  .end();
