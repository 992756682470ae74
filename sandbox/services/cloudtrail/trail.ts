import type { AdvancedEventSelector, EventSelector, Trail as WireTrail } from '@aws-sdk/client-cloudtrail';

/** A trail. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly settings: TrailSettings;
  readonly selectors: Selectors;
  readonly isLogging: boolean;
  readonly startedAt?: Date;
  readonly stoppedAt?: Date;
}

/** The settings of `CreateTrail` and `UpdateTrail`. */
export type TrailSettings = Pick<
  WireTrail,
  | 'S3BucketName'
  | 'S3KeyPrefix'
  | 'IncludeGlobalServiceEvents'
  | 'IsMultiRegionTrail'
  | 'IsOrganizationTrail'
  | 'LogFileValidationEnabled'
  | 'KmsKeyId'
>;

/** A trail has selectors of one kind or the other. */
export type Selectors =
  | { readonly EventSelectors: readonly EventSelector[] }
  | { readonly AdvancedEventSelectors: readonly AdvancedEventSelector[] };

/** The selectors of a new trail: every management event. */
export const DEFAULT_SELECTORS: Selectors = {
  EventSelectors: [
    { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
  ],
};

export const describeTrail = ({ arn, name, homeRegion, settings, selectors }: Trail): WireTrail => ({
  Name: name,
  TrailARN: arn,
  HomeRegion: homeRegion,
  ...settings,
  HasCustomEventSelectors: selectors !== DEFAULT_SELECTORS,
  HasInsightSelectors: false,
});

/**
 * Whether the trail is visible in `region`: in its home Region, and everywhere if it covers every
 * Region.
 */
export const isIn = (region: string, { homeRegion, settings }: Trail): boolean =>
  homeRegion === region || settings.IsMultiRegionTrail === true;
