import { readFileSync } from 'node:fs';

/* What Linux says of a process, threads included. Elsewhere nobody says it, and these are null. */

/** The most memory that was resident at any time, bytes. */
export function peakResidentBytes(processId: number): number | null {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(told(processId, 'status') ?? '')?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}

/** Bytes that went through `read` calls of any kind: of files, of pipes and of the database. */
export function bytesRead(processId: number): number | null {
  const bytes = /^rchar: (\d+)/m.exec(told(processId, 'io') ?? '')?.[1];
  return bytes === undefined ? null : Number(bytes);
}

/** Page faults of the children that have ended so far: every child that ever ran has some. */
export function faultsOfChildren(processId: number): number | null {
  const stat = told(processId, 'stat');
  if (stat === null) return null;
  // The second field is a name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[8]) + Number(fields[10]);
}

function told(processId: number, about: string): string | null {
  try {
    return readFileSync(`/proc/${processId}/${about}`, 'utf8');
  } catch {
    return null;
  }
}
