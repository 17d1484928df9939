/**
 * The request target below the base path: `/lectern/room/blue` becomes `/room/blue`. Other targets stay as they are, so
 * that health checks and proxies that strip the base path themselves reach the server as well.
 */
export function withoutBasePath(target: string, basePath: string): string {
  return basePath !== '' && target.startsWith(`${basePath}/`) ? target.slice(basePath.length) : target;
}
