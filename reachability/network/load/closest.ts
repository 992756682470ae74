/**
 * The one of `words` that `word` is most likely a misspelling of: with at most two wrong letters,
 * and at most a third of its own. Undefined if there is none.
 */
export function closest(word: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.min(2, word.length / 3) ? best.candidate : undefined;
}

/** https://en.wikipedia.org/wiki/Levenshtein_distance, row by row. */
function editDistance(a: string, b: string): number {
  const first = Array.from({ length: b.length + 1 }, (_, index) => index);
  const last = [...a].reduce((above, letter, row) => {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const [left = 0, up = 0, diagonal = 0] = [current[column], above[column + 1], above[column]];
      current.push(Math.min(left + 1, up + 1, diagonal + (letter === other ? 0 : 1)));
    }
    return current;
  }, first);
  return last.at(-1) ?? 0;
}
