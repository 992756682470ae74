import { zipSync } from 'fflate';

// A zip holds local time without a time zone, and fflate reads the local fields of the Date. Noon
// exists on every day in every time zone.
const ENTRY_TIME = new Date(1980, 0, 1, 12);
const UNIX = 3;
const REGULAR_FILE_READABLE_BY_ALL = 0o100644 << 16;

/**
 * A zip of contents by path. The same files in the same order give the same bytes on any machine.
 */
export const reproducibleZip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, contents]) => [
        path,
        [contents, { level: 9, mtime: ENTRY_TIME, os: UNIX, attrs: REGULAR_FILE_READABLE_BY_ALL }],
      ]),
    ),
  );
