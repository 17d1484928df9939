/** By the first word of Redis' answer. */
const reasons: Record<string, string> = {
  OOM: 'its memory is full; raise maxmemory or free memory',
  READONLY: 'it is a read-only replica',
  MISCONF: 'it cannot write to its disk',
  NOREPLICAS: 'too few replicas are connected to it',
  LOADING: 'it is loading its data',
  MASTERDOWN: 'it is a replica without a master',
  CLUSTERDOWN: 'its cluster is down',
  NOAUTH: 'it requires a password',
  NOPERM: 'its user lacks the permission',
};

/** Returns in words why Redis did not take a change. The result contains no names or addresses. */
export function explainRedisError(error: unknown): string {
  const [word = ''] = (error instanceof Error ? error.message : String(error)).split(' ', 1);
  return reasons[word] ?? 'it cannot be reached or does not answer';
}
