import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporaryFolder } from '../tools/files';
import type { Question, Row } from './row';

/** Eight minutes: a longer suite is one that people stop running. */
const MOST_SECONDS = 480;

function measure(): Promise<Row[]> {
  return inTemporaryFolder((folder) => {
    const results = join(folder, 'results.json');
    const begin = performance.now();
    // Throws where a test fails.
    execFileSync('npm', ['test', '--', '--json', `--outputFile=${results}`], {
      cwd: join(__dirname, '..'),
      stdio: 'ignore',
    });
    const ours = (performance.now() - begin) / 1_000;
    const { numPassedTests } = JSON.parse(readFileSync(results, 'utf8'));
    const measure = `wall time of \`npm test\`, ${numPassedTests} tests`;
    return [{ question: 'test suite', measure, unit: 's', ours, target: { ours: MOST_SECONDS } }];
  });
}

/** The time of all tests. */
export const testSuite: Question = { name: 'test-suite', measure };
