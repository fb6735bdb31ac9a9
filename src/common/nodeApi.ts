/** What the binaries of better-sqlite3 13 are built on; an older Node crashes on loading them. Node has it from 22.14 and 23.6 on. */
export const neededNodeApi = 10;
