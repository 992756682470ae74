import { money } from '../../bench/money';
import { chosen, QUESTIONS } from '../../bench/questions';
import { isMet } from '../../bench/row';

const names = (questions: readonly { name: string }[]) => questions.map(({ name }) => name);

describe('the questions', () => {
  it('are all but the test suite, which takes minutes, where none is named', () => {
    expect(names(chosen([]))).toEqual(names(QUESTIONS).filter((name) => name !== 'test-suite'));
  });

  it('are the named ones, in the order of the table', () => {
    expect(names(chosen(['test-suite', 'money']))).toEqual(['money', 'test-suite']);
  });

  it('are named in the refusal of one that there is not', () => {
    expect(() => chosen(['speed'])).toThrow(/^there is no question "speed"; there are cold-start, noticing, money, /);
  });
});

it('a day of changes costs no more than its target', async () => {
  expect((await money.measure()).filter((row) => !isMet(row))).toEqual([]);
});
