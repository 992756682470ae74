import * as sdk from '@aws-sdk/client-cloudtrail';
import { AwsError, type Call, type Service } from '../../service';
import type { World } from '../../world/world';
import { page } from '../paging';
import { required } from '../required';
import { checkSelectors, type ManagementRecord, selects } from './selectors';
import { DEFAULT_SELECTORS, describeTrail, isIn, type Selectors, type Trail, type TrailSettings } from './trail';

const DEFAULT_TRAIL = 'management-events';
const PAGE_SIZE = 100;
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
const TRAIL_NAME = /^(?=.{3,128}$)[A-Za-z0-9]([._-]?[A-Za-z0-9])*$/;

/** Trails and what they log. Without a logging trail, calls do not reach the event bus. The logs themselves are kept nowhere. */
export class CloudTrail implements Service {
  readonly name = 'cloudtrail';
  readonly sdk = sdk;
  private readonly trails = new Map<string, Trail>();

  constructor(private readonly world: World) {
    this.reset();
  }

  readonly operations = {
    DescribeTrails: (input: sdk.DescribeTrailsRequest, { region }: Call): sdk.DescribeTrailsResponse => {
      const { trailNameList: wanted = [], includeShadowTrails = true } = input;
      const here = [...this.trails.values()].filter((trail) =>
        includeShadowTrails ? isIn(region, trail) : trail.homeRegion === region,
      );
      const isWanted = ({ name, arn }: Trail) => wanted.length === 0 || wanted.includes(name) || wanted.includes(arn);
      return { trailList: here.filter(isWanted).map(describeTrail) };
    },

    ListTrails: ({ NextToken }: sdk.ListTrailsRequest): sdk.ListTrailsResponse => {
      const { items, next } = page([...this.trails.values()], PAGE_SIZE, NextToken);
      return {
        Trails: items.map(({ arn, name, homeRegion }) => ({ TrailARN: arn, Name: name, HomeRegion: homeRegion })),
        NextToken: next,
      };
    },

    GetTrail: ({ Name }: sdk.GetTrailRequest, call: Call): sdk.GetTrailResponse => ({
      Trail: describeTrail(this.find(Name, call)),
    }),

    GetTrailStatus: ({ Name }: sdk.GetTrailStatusRequest, call: Call): sdk.GetTrailStatusResponse => {
      const { isLogging, startedAt, stoppedAt } = this.find(Name, call);
      return { IsLogging: isLogging, StartLoggingTime: startedAt, StopLoggingTime: stoppedAt };
    },

    GetEventSelectors: ({ TrailName }: sdk.GetEventSelectorsRequest, call: Call): sdk.GetEventSelectorsResponse =>
      selectorsOf(this.find(TrailName, call)),

    CreateTrail: (input: sdk.CreateTrailRequest, call: Call): sdk.CreateTrailResponse => {
      const name = trailName(input.Name);
      required(input.S3BucketName, 'S3BucketName', 'InvalidS3BucketNameException');
      const arn = trailArn(call.region, call.account, name);
      if (this.trails.has(arn))
        throw new AwsError('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${call.account}`);
      if (input.TagsList?.length)
        throw new AwsError(
          'InvalidTagParameterException',
          'TagsList: the sandbox keeps no tags of trails; leave it out.',
        );
      return settled(this.store(newTrail({ arn, name, homeRegion: call.region, settings: settings(input) })));
    },

    UpdateTrail: (input: sdk.UpdateTrailRequest, call: Call): sdk.UpdateTrailResponse => {
      const trail = this.findAtHome(input.Name, call);
      return settled(this.store({ ...trail, settings: { ...trail.settings, ...settings(input, trail.settings) } }));
    },

    DeleteTrail: ({ Name }: sdk.DeleteTrailRequest, call: Call): sdk.DeleteTrailResponse => {
      this.trails.delete(this.findAtHome(Name, call).arn);
      return {};
    },

    StartLogging: ({ Name }: sdk.StartLoggingRequest, call: Call): sdk.StartLoggingResponse => {
      this.store({ ...this.findAtHome(Name, call), isLogging: true, startedAt: call.at });
      return {};
    },

    StopLogging: ({ Name }: sdk.StopLoggingRequest, call: Call): sdk.StopLoggingResponse => {
      this.store({ ...this.findAtHome(Name, call), isLogging: false, stoppedAt: call.at });
      return {};
    },

    PutEventSelectors: (input: sdk.PutEventSelectorsRequest, call: Call): sdk.PutEventSelectorsResponse => {
      const trail = this.findAtHome(input.TrailName, call);
      const selectors = readSelectors(input);
      checkSelectors(selectors);
      return selectorsOf(this.store({ ...trail, selectors }));
    },
  };

  /** Whether some trail logs the record of a management call made in `region`, so that EventBridge gets it as an event. */
  logs(region: string, record: ManagementRecord): boolean {
    return [...this.trails.values()].some(
      (trail) => trail.isLogging && isIn(region, trail) && selects(trail.selectors, record),
    );
  }

  /** Back to one trail that logs every management event of every Region, as most accounts have it. */
  reset(): void {
    const { account, region } = this.world;
    this.trails.clear();
    this.store({
      ...newTrail({
        arn: trailArn(region, account, DEFAULT_TRAIL),
        name: DEFAULT_TRAIL,
        homeRegion: region,
        settings: settings({ S3BucketName: `${DEFAULT_TRAIL}-${account}`, IsMultiRegionTrail: true }),
      }),
      isLogging: true,
      startedAt: new Date(),
    });
  }

  private store(trail: Trail): Trail {
    this.trails.set(trail.arn, trail);
    return trail;
  }

  /** By ARN from anywhere; by name only at home, where CloudTrail knows it by that. */
  private find(nameOrArn: string | undefined, { region, account }: Call): Trail {
    const given = required(nameOrArn, 'Name', 'InvalidTrailNameException');
    const trail = this.trails.get(given.startsWith('arn:') ? given : trailArn(region, account, given));
    if (!trail) throw new AwsError('TrailNotFoundException', `Unknown trail: ${given} for the user: ${account}`, 404);
    return trail;
  }

  private findAtHome(nameOrArn: string | undefined, call: Call): Trail {
    const trail = this.find(nameOrArn, call);
    if (trail.homeRegion !== call.region)
      throw new AwsError(
        'InvalidHomeRegionException',
        `${trail.arn} must be changed from its home Region ${trail.homeRegion}.`,
      );
    return trail;
  }
}

const newTrail = (trail: Pick<Trail, 'arn' | 'name' | 'homeRegion' | 'settings'>): Trail => ({
  ...trail,
  selectors: DEFAULT_SELECTORS,
  isLogging: false,
});

const trailArn = (region: string, account: string, name: string): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

function trailName(name: string | undefined): string {
  const given = name ?? '';
  if (!TRAIL_NAME.test(given))
    throw new AwsError(
      'InvalidTrailNameException',
      `The trail name ${JSON.stringify(given)} must be 3 to 128 letters, digits or any of ._-, begin and end with a letter or digit, and have no two of ._- side by side.`,
    );
  return given;
}

type TrailInput = Omit<sdk.CreateTrailRequest, 'Name'>;

/** What the call sets; where it is silent, what was set before, and at first CloudTrail's defaults. */
function settings(input: Partial<TrailInput>, before: TrailSettings = {}): TrailSettings {
  return {
    S3BucketName: input.S3BucketName ?? before.S3BucketName,
    S3KeyPrefix: input.S3KeyPrefix ?? before.S3KeyPrefix,
    KmsKeyId: input.KmsKeyId ?? before.KmsKeyId,
    IncludeGlobalServiceEvents: input.IncludeGlobalServiceEvents ?? before.IncludeGlobalServiceEvents ?? true,
    IsMultiRegionTrail: input.IsMultiRegionTrail ?? before.IsMultiRegionTrail ?? false,
    IsOrganizationTrail: input.IsOrganizationTrail ?? before.IsOrganizationTrail ?? false,
    LogFileValidationEnabled: input.EnableLogFileValidation ?? before.LogFileValidationEnabled ?? false,
  };
}

const settled = ({ arn, name, settings: set }: Trail): sdk.CreateTrailResponse => ({
  Name: name,
  TrailARN: arn,
  ...set,
});

function readSelectors({ EventSelectors = [], AdvancedEventSelectors = [] }: sdk.PutEventSelectorsRequest): Selectors {
  if (EventSelectors.length > 0 === AdvancedEventSelectors.length > 0)
    throw new AwsError(
      'InvalidEventSelectorsException',
      'Give either EventSelectors or AdvancedEventSelectors, at least one of them.',
    );
  return AdvancedEventSelectors.length > 0 ? { AdvancedEventSelectors } : { EventSelectors };
}

const selectorsOf = ({ arn, selectors }: Trail): sdk.GetEventSelectorsResponse =>
  ({ TrailARN: arn, ...selectors }) as sdk.GetEventSelectorsResponse;
