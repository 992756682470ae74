import { zipSync } from 'fflate';

// A zip holds local time without a zone, and fflate reads the Date's local fields. No zone ever skipped a noon.
const ENTRY_TIME = new Date(1980, 0, 1, 12);
const UNIX = 3;
const REGULAR_FILE_READABLE_BY_ALL = 0o100644 << 16;

/** A zip of contents by path, the same bytes for the same files in the same order, on any machine. */
export const reproducibleZip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, contents]) => [
        path,
        [contents, { level: 9, mtime: ENTRY_TIME, os: UNIX, attrs: REGULAR_FILE_READABLE_BY_ALL }],
      ]),
    ),
  );
