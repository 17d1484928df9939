import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts a process's time in hundredths of a second, on every Linux that Node runs on. */
const TICKS = 100;

/** CPU time in seconds of a process, including all threads and the kernel's work for it. */
export function cpuSeconds(pid: number): number {
  const fields = statusOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The kernel's figures of a process after its name, which is in parentheses and can contain blanks. */
const statusOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Sum over several processes. */
export const cpuOfAll = (pids: number[]): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);

/** The same for a process and all that it has started, including those that have ended. */
export function cpuOfFamily(parent: number): number {
  const fields = statusOf(parent);
  const ended = (Number(fields[13]) + Number(fields[14])) / TICKS;
  return family(parent).reduce((sum, pid) => {
    try {
      return sum + cpuSeconds(pid);
    } catch {
      // The process has just ended.
      return sum;
    }
  }, ended);
}

/** CPU time in seconds of all processes of the machine. */
export function cpuOfMachine(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)
    .flatMap((line) => line.trim().split(/ +/).slice(1).map(Number));
  return (user + nice + system + irq + softIrq) / TICKS;
}

/** A process and all that it has started. */
export function family(parent: number): number[] {
  const isChild = (pid: number): boolean => {
    try {
      return Number(statusOf(pid)[1]) === parent;
    } catch {
      // The process has just ended.
      return false;
    }
  };
  return [
    parent,
    ...readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && isChild(pid)),
  ];
}

/** Resident memory, in bytes. */
function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Sum over several processes. */
export const residentOfAll = (pids: number[]): number =>
  pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
