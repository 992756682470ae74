import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Outcome, Seeds } from '../simulation/schedules/run-seeds';

/**
 * Runs the shares in as many processes as there are cores.
 *
 * @param root the checkout whose schedules and function run
 * @throws if a process ends before it has returned its outcome
 */
export async function runShares(
  shares: readonly Seeds[],
  root: string,
  onOutcome: (outcome: Outcome) => void = () => {},
): Promise<Outcome[]> {
  const queue = [...shares];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    const child = fork(path.join(root, 'testing/soak/worker.ts'), { execArgv: ['--import', 'tsx'], cwd: root });
    try {
      for (let share = queue.shift(); share; share = queue.shift()) {
        const outcome = await ask(child, share);
        outcomes.push(outcome);
        onOutcome(outcome);
      }
    } finally {
      child.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), shares.length) }, worker));
  return outcomes;
}

function ask(child: ChildProcess, share: Seeds): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`a worker ended with ${code} in ${share.mode} ${share.from}`));
    child.once('exit', ended);
    child.once('message', (outcome: Outcome) => {
      child.off('exit', ended);
      resolve(outcome);
    });
    child.send(share);
  });
}
