/**
 * One line: control characters (a terminal's escape sequences begin with one), line separators, characters that turn the
 * writing direction and halves of characters as `?`; runs of spaces as one, since a long run pushes what follows to a line
 * of its own. Cut to `most` characters. For a message's body.
 */
export function oneLine(text: string, most = 300): string {
  const safe = text
    .slice(0, 8 * most)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?')
    .replace(/\p{Zs}+/gu, ' ');
  const characters = [...safe];
  const isCut = characters.length > most || text.length > 8 * most;
  return isCut ? `${characters.slice(0, most - 1).join('')}…` : safe;
}
