/**
 * JSON that a terminal shows as it is: `JSON.stringify` leaves control characters beyond ASCII and
 * those that turn the writing direction unescaped.
 */
export function safeJson(value: unknown, indent?: number): string {
  const unit = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const escaped = (found: string) => found.split('').map(unit).join('');
  return JSON.stringify(value, null, indent).replace(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
}
