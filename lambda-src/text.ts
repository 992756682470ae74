/** Text from outside, made safe for where it is printed. */

/** Printable ASCII, anything else as `?`, cut to `most` characters. For subjects and message attributes of SNS. */
export function printableAscii(text: string, most: number): string {
  return text.replace(/[^\x20-\x7e]/gu, '?').slice(0, most);
}

/** One line: control characters and line separators as `?`, cut to `most` characters. For a message's body. */
export function oneLine(text: string, most = 300): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?');
  return safe.length > most ? `${safe.slice(0, most - 1)}…` : safe;
}
