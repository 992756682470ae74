/** Lists in a message end here; the rest is counted. */
const MOST_LISTED = 50;

/** A titled list, or nothing. */
export function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length > 0 ? ['', `${title}:`, ...entries.flat()] : [];
}

/** The lines of as many items as fit. No item is cut: half a command is worse than none. */
export function limited<T>(items: readonly T[], mostBytes: number, toLines: (item: T) => string[]): string[][] {
  const kept: string[][] = [];
  let bytes = 0;
  for (const item of items.slice(0, MOST_LISTED)) {
    const lines = toLines(item);
    bytes += Buffer.byteLength(lines.join('\n')) + 1;
    if (bytes > mostBytes) break;
    kept.push(lines);
  }
  const omitted = items.length - kept.length;
  return omitted > 0 ? [...kept, [`- and ${omitted} more`]] : kept;
}
