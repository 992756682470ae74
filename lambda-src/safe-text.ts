/** Text from outside the function, made safe for the place where it is printed. */

/**
 * Printable ASCII, with `?` for everything else, cut to `most` characters. For subjects and message
 * attributes of SNS.
 */
export function printableAscii(text: string, most: number): string {
  return text
    .slice(0, 2 * most)
    .replace(/[^\x20-\x7e]/gu, '?')
    .slice(0, most);
}
