/** Text from outside the function, made safe for the place where it is printed. */

/**
 * For the body of a message. Replaces by `?` control characters (a terminal's escape sequences
 * start with one), line separators, characters that turn the writing direction, and halves of
 * characters. Replaces a run of spaces by one, because a long run moves the text after it to a line
 * of its own. Cuts to `most` characters.
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

/**
 * For subjects and message attributes of SNS. Replaces by `?` what is not printable ASCII. Cuts to
 * `most`.
 */
export function printableAscii(text: string, most: number): string {
  return text
    .slice(0, 2 * most)
    .replace(/[^\x20-\x7e]/gu, '?')
    .slice(0, most);
}
