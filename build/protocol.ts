import { copyFile, mkdir } from 'node:fs/promises';

/** Copies the AsyncAPI document into the package of the protocol. */
const root = new URL('../../', import.meta.url);

await mkdir(new URL('schemas/dist/', root), { recursive: true });
await copyFile(new URL('docs/asyncapi.json', root), new URL('schemas/dist/asyncapi.json', root));
