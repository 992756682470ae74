import { coldStart } from './cold-start';
import { engine } from './engine';
import { growth } from './growth';
import { memory } from './memory';
import { money } from './money';
import { noticing } from './noticing';
import type { Question } from './row';
import { synth } from './synth';
import { testSuite } from './test-suite';

/** In the order of the table. The last one takes minutes, and runs only by its name. */
export const QUESTIONS: readonly Question[] = [coldStart, noticing, money, growth, memory, synth, engine, testSuite];

/** @throws Error for an unknown name */
export function chosen(names: readonly string[]): readonly Question[] {
  for (const name of names) {
    if (!QUESTIONS.some((question) => question.name === name)) {
      throw new Error(
        `there is no question ${JSON.stringify(name)}; there are ${QUESTIONS.map((each) => each.name).join(', ')}`,
      );
    }
  }
  return names.length === 0 ? QUESTIONS.slice(0, -1) : QUESTIONS.filter(({ name }) => names.includes(name));
}
