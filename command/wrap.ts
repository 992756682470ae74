/** A text without spaces, such as an ARN, a URL or JSON, may be broken after these. */
const BREAKABLE = /(?<=[,/:?#&=])/;

// A narrower column is hard to read; a narrower terminal breaks the lines itself.
const NARROWEST = 24;

/**
 * Breaks `text` into lines of at most `width` columns: at spaces, and in a text without spaces
 * after a sign such as `,` or `/`. Each line after the first begins with `hanging` spaces. An
 * undefined `width` breaks nothing.
 */
export function wrap(text: string, width: number | undefined, hanging: number): string[] {
  const most = width === undefined ? Number.POSITIVE_INFINITY : Math.max(width, hanging + NARROWEST);
  const lines: string[] = [];
  let line = '';
  for (const part of parts(text, most - hanging)) {
    if (line.trim() && (line + part).trimEnd().length > most) {
      lines.push(line.trimEnd());
      line = ' '.repeat(hanging) + part.trimStart();
    } else line += part;
  }
  return [...lines, line.trimEnd()];
}

/** Words with the spaces after them. A word that is too long for a line comes in parts. */
const parts = (text: string, widest: number): string[] =>
  (text.match(/^ +|\S+ */g) ?? []).flatMap((word) => (word.trimEnd().length > widest ? word.split(BREAKABLE) : [word]));
