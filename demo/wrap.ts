/** Where a text without spaces may be broken, such as an ARN, an address of the web or JSON: after these. */
const BREAKABLE = /(?<=[,/:?#&=])/;

// Less than this is no column to read in; a terminal that is narrower breaks the lines itself.
const NARROWEST = 24;

/**
 * The lines of `text`, none wider than `width` columns: broken at spaces, and in what has none after a sign such as `,` or `/`. Every line
 * after the first begins with `hanging` spaces. An undefined `width` breaks nothing.
 */
export function wrap(text: string, width: number | undefined, hanging: number): string[] {
  const most = width === undefined ? Number.POSITIVE_INFINITY : Math.max(width, hanging + NARROWEST);
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, most - hanging)) {
    if (line.trim() && (line + piece).trimEnd().length > most) {
      lines.push(line.trimEnd());
      line = ' '.repeat(hanging) + piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** Words with the spaces after them; one that is too long for a line of its own in parts. */
const pieces = (text: string, widest: number): string[] =>
  (text.match(/^ +|\S+ */g) ?? []).flatMap((word) => (word.trimEnd().length > widest ? word.split(BREAKABLE) : [word]));
