/** One word of a POSIX shell command, whatever the text holds. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The words as one command line. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/**
 * JSON in printable ASCII without the characters that shells, mail readers or terminals give a meaning of their own, even
 * inside single quotes (`'`, `\` in fish, `!` in csh): in texts they stand as `\u0027` and the like.
 */
export function shellSafeJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // JSON's own escapes come first, so that every backslash that is left begins one of ours.
  const plain = JSON.stringify(value).replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, short?: string) =>
    code === undefined ? escaped(SHORT_ESCAPES[short ?? ''] ?? short ?? '') : `\\u${code}`,
  );
  return plain.replace(/[^\x20-\x7e]|['!]/g, escaped);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
