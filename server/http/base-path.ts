/**
 * Removes the base path from a request target: `/lectern/room/blue` becomes `/room/blue`. Other targets are kept,
 * so that health checks work, and proxies that remove the base path themselves.
 */
export function withoutBasePath(target: string, basePath: string): string {
  return basePath !== '' && target.startsWith(`${basePath}/`) ? target.slice(basePath.length) : target;
}
