import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Question, Row } from './row';

const MOST_SECONDS = 300;

async function measure(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tests-'));
  const results = join(folder, 'results.json');
  try {
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long all tests take. */
export const testSuite: Question = { name: 'test-suite', measure };
