import { oneLine, printableAscii } from '../../lambda-src/safe-text';

describe('one line', () => {
  it.each([
    ['a line break', 'a\r\nb', 'a??b'],
    ['separators of lines', 'a\u2028b\u2029c\u0085d', 'a?b?c?d'],
    ['a terminal sequence', '\u001b[2Ja\u009b31m', '?[2Ja?31m'],
    ['characters that turn the direction', 'a\u202eb\u2066c', 'a?b?c'],
    ['half a character', 'a\ud83d', 'a?'],
    ['a run of spaces', `a${' '.repeat(200)}b\u3000\u00a0c`, 'a b c'],
    ['letters of any language', 'Zoë 東京 😀', 'Zoë 東京 😀'],
  ])('has instead of %s what cannot deceive', (_, text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it('is cut between characters, never inside one', () => {
    expect(oneLine('😀'.repeat(10), 5)).toBe('😀😀😀😀…');
    expect(oneLine('x'.repeat(1_000_000), 5)).toBe('xxxx…');
    expect(oneLine(' '.repeat(1_000_000), 5)).toBe(' …');
    expect(oneLine('abcde', 5)).toBe('abcde');
  });
});

it('printable ASCII has one sign for each character', () => {
  expect(printableAscii('Büro 😀\n', 99)).toBe('B?ro ??');
  expect(printableAscii('😀'.repeat(99), 99)).toBe('?'.repeat(99));
});
