import {
  DescribeNetworkInsightsPathsCommand,
  type NetworkInsightsPath,
  paginateDescribeNetworkInsightsPaths,
  type Tag,
} from '@aws-sdk/client-ec2';
import { errorText } from '../../command/error-text';
import { type Declared, parseDeclaredPaths } from '../../contract/declared-paths';
import { EXPECTATIONS, isExpectation } from '../../contract/expectation';
import type { Difference } from '../../contract/result';
import { TAGS } from '../../contract/tags';
import {
  type DeclaredProblems,
  declarationOf,
  declaredProblems,
  isWatched,
  type Watching,
} from '../../lambda-src/history/declared-paths';
import { isNotFound } from '../aws-error';
import { variablesOf } from '../function-variables';
import type { Deployed } from './deployed';
import { APPLY, type Finding, fatal, ok, problem, Unanswerable, unknown, worst } from './finding';

/** The paths that AWS lists, how the function selects the watched ones, and the declared ones. */
interface Listing {
  readonly listed: readonly NetworkInsightsPath[];
  readonly watching: Watching;
  /** Undefined where none is declared, or where the declaration is unknown. */
  readonly declared: Declared | undefined;
  /** Whether the function's environment has the variable, which the stack always sets. */
  readonly isDeclarationKnown: boolean;
}

/**
 * The paths with the monitor's tag, or those that the function's environment names. Throws AWS's
 * error where one of the latter does not exist.
 */
export async function watchedPaths(monitor: Deployed): Promise<NetworkInsightsPath[]> {
  const { listed, watching } = await listing(monitor);
  return listed.filter((path) => isWatched(path, watching));
}

export const tagValue = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find((tag) => tag.Key === key)?.Value;

export const pathName = ({ Tags, NetworkInsightsPathId = '' }: NetworkInsightsPath): string =>
  tagValue(Tags, TAGS.name)?.trim() || NetworkInsightsPathId;

/** Which paths are watched, whether all declared ones are, and whether each has a valid promise. */
export async function paths(monitor: Deployed): Promise<Finding> {
  try {
    const found = await listing(monitor);
    const watched = found.listed.filter((path) => isWatched(path, found.watching));
    const problems = declaredProblems(found.declared, found.listed, found.watching);
    return worst([
      ...isAnyWatched(monitor.name, watched),
      ...compared(problems),
      ...expectations(watched, found.declared),
      inWords(watched, found),
    ]);
  } catch (error) {
    if (isNotFound(error))
      // The function describes all of them in one call, which fails at every event.
      return fatal(
        'A path that NETWORK_INSIGHTS_PATH_ID of the function names does not exist.',
        'Remove it from the variable, or unset the variable to watch by tag.',
      );
    throw error;
  }
}

async function listing({ name: monitorName, aws, settings }: Deployed): Promise<Listing> {
  const variables = variablesOf(await settings());
  const named = variables.NETWORK_INSIGHTS_PATH_ID?.split(',').map((id) => id.trim());
  const watching = { monitorName, pathIds: named };
  const declaration = {
    declared: readDeclared(variables.DECLARED_PATHS),
    isDeclarationKnown: variables.DECLARED_PATHS !== undefined,
  };
  if (named) {
    const answer = await aws.ec2.send(new DescribeNetworkInsightsPathsCommand({ NetworkInsightsPathIds: named }));
    return { listed: answer.NetworkInsightsPaths ?? [], watching, ...declaration };
  }
  const listed: NetworkInsightsPath[] = [];
  for await (const page of paginateDescribeNetworkInsightsPaths({ client: aws.ec2 }, { MaxResults: 100 }))
    listed.push(...(page.NetworkInsightsPaths ?? []));
  return { listed, watching, ...declaration };
}

function readDeclared(value: string | undefined): Declared | undefined {
  try {
    return parseDeclaredPaths(value);
  } catch (error) {
    throw new Unanswerable(`This cannot be checked without the declared paths: ${errorText(error)}.`);
  }
}

const isAnyWatched = (name: string, watched: readonly NetworkInsightsPath[]): Finding[] =>
  watched.length > 0
    ? []
    : [
        fatal(
          'No path is watched.',
          `Declare paths and apply; or add the tag ${TAGS.monitor} = ${name} to an existing path.`,
        ),
      ];

function compared({ missing, altered, undecided }: DeclaredProblems): Finding[] {
  const named = ({ name, reason }: Difference) => `${name}: ${reason}`;
  return [
    ...missing.map((path) => problem(`A declared path is not watched: ${named(path)}.`, APPLY)),
    ...altered.map((path) =>
      problem(`The tags of a declared path differ; it is still checked as declared: ${named(path)}.`, APPLY),
    ),
    ...(undecided ? [unknown(undecided, 'Compare with terraform plan.')] : []),
  ];
}

/**
 * The `Expect` tags of the paths that are not declared; the function ignores those of declared
 * ones.
 */
function expectations(watched: readonly NetworkInsightsPath[], declared: Declared | undefined): Finding[] {
  const wrong = watched.filter(
    ({ Tags, NetworkInsightsPathId = '' }) =>
      !declarationOf(NetworkInsightsPathId, declared) && !isExpectation(tagValue(Tags, TAGS.expect) ?? 'reachable'),
  );
  if (wrong.length === 0) return [];
  const bad = wrong.length === watched.length ? fatal : problem;
  return [
    bad(
      `The ${TAGS.expect} tag of ${wrong.map(pathName).join(', ')} is none of ${EXPECTATIONS.join(', ')}: ${wrong.length > 1 ? 'they are' : 'it is'} not checked.`,
      'Apply the stack again, or correct the tag.',
    ),
  ];
}

function inWords(watched: readonly NetworkInsightsPath[], { declared, isDeclarationKnown }: Listing): Finding {
  const s = watched.length > 1 ? 's are' : ' is';
  const sentence = `${watched.length} path${s} watched: ${watched.map(pathName).join(', ')}.`;
  if (!isDeclarationKnown)
    return problem(
      `${sentence} The function has no DECLARED_PATHS: it would not notice a declared path that is deleted or untagged.`,
      APPLY,
    );
  return ok(declared ? sentence : `${sentence} Terraform declares none.`);
}
