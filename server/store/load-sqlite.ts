import { StoreError } from './errors.js';

/**
 * Loads the native database module.
 * @throws StoreError if its package has no binary for this platform, or one for another version of Node
 */
export async function loadSqlite() {
  try {
    return await import('@photostructure/sqlite');
  } catch (error) {
    throw new StoreError(explainLoadError(error as NodeJS.ErrnoException));
  }
}

function explainLoadError({ code, message }: NodeJS.ErrnoException): string {
  const { platform, arch, version, versions } = process;
  // Node names both versions of its binary interface: first that of the module, then its own.
  const [, built] = (code === 'ERR_DLOPEN_FAILED' && /NODE_MODULE_VERSION (\d+)/.exec(message)) || [];
  if (built !== undefined) {
    return (
      `The database module @photostructure/sqlite was built for another version of Node (NODE_MODULE_VERSION ` +
      `${built}; Node ${version} needs ${versions.modules}): run \`npm ci\` with this Node, or start the server with ` +
      `the Node that installed it.`
    );
  }
  const [reason = ''] = message.split('\n');
  return (
    `The database module @photostructure/sqlite cannot be loaded by Node ${version} on ${platform} ${arch}: run ` +
    `\`npm ci\` on this machine, or use PostgreSQL (--database). ${reason}`
  );
}
