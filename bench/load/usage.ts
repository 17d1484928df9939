import { readFileSync } from 'node:fs';

/** The kernel counts a process's time in hundredths of a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Seconds of processor that a process has taken, all its threads and the kernel's work for it included. */
export function cpuSeconds(pid: number): number {
  // The name before it, in parentheses, may have blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
