import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import { pagePaths } from './page-paths.js';

const publicFolder = fileURLToPath(new URL('../../../public/', import.meta.url));
const pagesFolder = fileURLToPath(new URL('../../pages/', import.meta.url));

/** Matches files with a content hash in their names (see build/page.ts), which never change. */
const HASHED = /-[\da-f]{10}\.\w+(\.map)?(\.br|\.gz)?$/;

/**
 * Serves the pages and their files, without a rate limit, because a class of sixty behind one IP address can open its
 * page in the same minute.
 */
export async function pages(app: FastifyInstance, { basePath }: Pick<Options, 'basePath'>): Promise<void> {
  await app.register(fastifyStatic, {
    root: publicFolder,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(response, path) {
      response.setHeader(
        'cache-control',
        HASHED.test(basename(path)) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      response.setHeader('vary', 'accept-encoding');
    },
  });
  for (const [path, name] of Object.entries(pagePaths)) {
    app.get(path, (_, reply) => reply.sendFile(`${name}.html`, pagesFolder));
  }
  if (basePath !== '') {
    // Relative, so that it works behind another proxy. The start page's links are relative to the trailing slash.
    app.get(basePath, (_, reply) => reply.redirect(`${basename(basePath)}/`, 301));
  }
}
