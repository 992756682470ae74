/** Text from outside, made safe for where it is printed. */

/** Printable ASCII, anything else as `?`, cut to `most` characters. For subjects and message attributes of SNS. */
export function printableAscii(text: string, most: number): string {
  return text
    .slice(0, 2 * most)
    .replace(/[^\x20-\x7e]/gu, '?')
    .slice(0, most);
}
