import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { errorText } from '../../command/error-text';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, unknown } from './finding';
import { type Coverage, coverage } from './trail-selectors';

interface Seen {
  readonly name: string;
  readonly isLogging?: boolean;
  readonly covers?: Coverage;
  /** Why AWS did not return its settings. */
  readonly unreadable?: string;
}

/**
 * Whether a trail logs write management events of this Region: only then does EventBridge receive
 * "AWS API Call via CloudTrail" events.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export async function trail({ aws, region, cli }: Deployed): Promise<Finding> {
  const { trailList = [] } = await aws
    .cloudtrail(region)
    .send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const here = trailList.filter(({ IsMultiRegionTrail, HomeRegion }) => IsMultiRegionTrail || HomeRegion === region);
  return whatIsLogged(
    await Promise.all(here.map((each) => look(each, aws.cloudtrail(each.HomeRegion ?? region)))),
    region,
    cli,
  );
}

/** A shadow of a trail is known only by its ARN, and its selectors only in its home Region. */
async function look(
  { Name = '', TrailARN = Name, IsOrganizationTrail }: Trail,
  client: ReturnType<Deployed['aws']['cloudtrail']>,
): Promise<Seen> {
  const name = `${IsOrganizationTrail ? 'organization trail' : 'trail'} ${Name || TrailARN}`;
  try {
    const [{ IsLogging }, selectors] = await Promise.all([
      client.send(new GetTrailStatusCommand({ Name: TrailARN })),
      client.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
    ]);
    return { name, isLogging: IsLogging === true, covers: coverage(selectors) };
  } catch (error) {
    return { name, unreadable: errorText(error) };
  }
}

function whatIsLogged(trails: readonly Seen[], region: string, cli: Deployed['cli']): Finding {
  const good = trails.find(({ isLogging, covers }) => isLogging && covers === 'all');
  if (good) return ok(`The ${good.name} logs write management events.`);
  const unreadable = trails.filter((seen) => seen.unreadable !== undefined);
  if (unreadable.length > 0)
    return unknown(
      unreadable.map(({ name, unreadable: why }) => `The ${name} cannot be read: ${why}`).join(' '),
      'Ask in the account that owns it (the management account of the organization) whether it logs write management events.',
    );
  const partial = trails.find(({ isLogging, covers }) => isLogging && covers === 'some');
  if (partial)
    return unknown(
      `The ${partial.name} logs only some write management events: other changes never arrive.`,
      `Look at its event selectors: ${cli('cloudtrail get-event-selectors', '--trail-name TRAIL')}`,
    );
  const reasons = trails.map(({ name, isLogging }) =>
    isLogging ? `The ${name} logs no write management events.` : `The ${name} has stopped logging.`,
  );
  const [first = `There is no trail in ${region}.`, ...others] = reasons;
  return fatal(
    `No event can arrive. ${[first, ...others].join(' ')}`,
    `Start a trail that logs write management events, in its home Region: ${cli('cloudtrail start-logging', '--name TRAIL')}; or create a multi-Region trail.`,
  );
}
