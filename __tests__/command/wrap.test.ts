import fc from 'fast-check';
import { wrap } from '../../command/wrap';

describe('wrap', () => {
  it('breaks at spaces, and indents all lines but the first', () => {
    expect(wrap('one two three four five six seven', 26, 2)).toEqual(['one two three four five', '  six seven']);
  });

  it('keeps the spaces at the beginning', () => {
    expect(wrap('    removed: outbound tcp port 443', 30, 6)).toEqual(['    removed: outbound tcp port', '      443']);
  });

  it('breaks a text without spaces after a sign, such as JSON, an ARN or a URL', () => {
    expect(wrap('{"IpProtocol":"tcp","FromPort":443}', 26, 0)).toEqual(['{"IpProtocol":"tcp",', '"FromPort":443}']);
    expect(wrap('https://example.com/networkinsights/home', 30, 0)).toEqual([
      'https://example.com/',
      'networkinsights/home',
    ]);
  });

  it('breaks nothing without a width', () => {
    expect(wrap('word '.repeat(100), undefined, 2)).toHaveLength(1);
  });

  it('loses no word, breaks none that fits, and exceeds no width', () => {
    const word = fc.stringMatching(/^[a-z]{1,20}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 26, max: 120 }), (words, width) => {
        const lines = wrap(words.join(' '), width, 2);
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
