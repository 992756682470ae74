import { pathResult, type Result } from '../../contract/result';
import { TAGS } from '../../contract/tags';
import { errorMessage, isAccessDenied, isNotFound } from '../aws/errors';
import { retryWhile } from '../aws/retry';
import type { Context } from '../context';
import { LEAST_TIME_LEFT_MS, sleepWithin } from '../deadline';
import type { LifecycleInput } from '../events/lifecycle-input';
import { isFinished, tagValue } from '../history/analysis';
import { deleteAnalysis, listAnalyses } from '../history/store';
import { describePaths, type WatchedPath } from '../history/watched-paths';
import { check } from './check';

/** The longest that `terraform apply` waits for a verdict. */
const FIRST_VERDICT_WITHIN_MS = 120_000;
/**
 * The growing pauses between them take about a minute: longer than AWS takes to know a new role
 * everywhere.
 */
const PERMISSION_TRIES = 7;
const LOOK_EVERY_MS = 2_000;

/** What Terraform asks for when a path is created, changed, or about to be destroyed. */
export async function lifecycle(input: LifecycleInput, context: Context): Promise<Result> {
  const path = { id: input.pathId, name: input.name, expect: input.expect };
  if (input.action === 'delete') {
    await clearPath(input.pathId, context);
    return { paths: [pathResult(path, 'skipped')], started: 0 };
  }
  return input.check ? firstVerdict(path, context) : { paths: [pathResult(path, 'skipped')], started: 0 };
}

/**
 * The verdict at deployment. It never fails an apply: an outcome that is not known in time is
 * `pending`, and a later event reports it.
 */
async function firstVerdict(path: Pick<WatchedPath, 'id' | 'name' | 'expect'>, context: Context): Promise<Result> {
  const deadline = context.clock.now() + FIRST_VERDICT_WITHIN_MS;
  const hurried: Context = {
    ...context,
    remaining: () => Math.min(context.remaining(), deadline - context.clock.now() + LEAST_TIME_LEFT_MS),
  };
  const attempt = async (): Promise<Result> => {
    const [details] = await describePaths(hurried.ec2, [path.id]);
    if (!details) throw new Error(`path ${path.id} does not exist`);
    const result = await check(
      [{ ...path, details }],
      { kind: 'deployment', eventId: `deployment-${context.requestId}` },
      hurried,
    );
    if (result.paths.length === 0) throw new Error(`path ${path.id} went away`);
    return result;
  };
  try {
    return await retryWhile(isNotPropagated, attempt, hurried, PERMISSION_TRIES);
  } catch (error) {
    context.log('WARN', 'no verdict at deployment', { pathId: path.id, error: errorMessage(error) });
    return { paths: [pathResult(path, 'pending')], started: context.tally.analysesStarted };
  }
}

/** Whether AWS does not know a new permission or path everywhere yet. */
function isNotPropagated(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  return causes.some((cause) => isAccessDenied(cause) || isNotFound(cause));
}

/**
 * Makes the path ready for deletion: AWS refuses to delete a path that has analyses. The tag goes
 * first, because without it the role may start no new analysis. Then all analyses go, whoever
 * started them, the running ones as soon as they have finished.
 */
async function clearPath(pathId: string, context: Context): Promise<void> {
  const { ec2 } = context;
  try {
    await unwatch(pathId, context);
    for (;;) {
      const analyses = await listAnalyses(ec2, { pathId });
      if (analyses.length === 0) return;
      for (const { id } of analyses.filter(isFinished)) await deleteAnalysis(ec2, id);
      if (!analyses.every(isFinished)) await sleepWithin(LOOK_EVERY_MS, context, `running analyses of path ${pathId}`);
    }
  } catch (error) {
    if (isNotFound(error)) return;
    // Terraform shows this to the operator who runs the destroy.
    throw new Error(
      `the analyses of path ${pathId} could not be removed: ${errorMessage(error)}. Run terraform destroy again; if that does not help, docs/runbook.md has the commands under "Destroy when the function is broken"`,
      { cause: error },
    );
  }
}

/**
 * The role may untag only a path that has the tag, so a second delete of the same path must not try
 * again.
 */
async function unwatch(pathId: string, { ec2, environment }: Context): Promise<void> {
  const [path] = await describePaths(ec2, [pathId]);
  if (tagValue(path?.Tags, TAGS.monitor) !== environment.monitorName) return;
  await ec2.deleteTags({ Resources: [pathId], Tags: [{ Key: TAGS.monitor, Value: environment.monitorName }] });
}
