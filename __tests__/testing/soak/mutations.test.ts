import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MUTATIONS } from '../../../testing/soak/mutations';

const SOURCES = path.join(__dirname, '..', '..', '..', 'lambda-src');

it.each(MUTATIONS)('the mutation "$name" replaces a text that occurs exactly once', ({ file, from, to }) => {
  expect(readFileSync(path.join(SOURCES, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
