import type { AdvancedEventSelector, EventSelector, Trail as WireTrail } from '@aws-sdk/client-cloudtrail';

/** A trail and whether it logs. */
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

/** What `CreateTrail` and `UpdateTrail` set. */
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

/** What a trail logs until somebody says otherwise: every management event. */
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

/** Whether the trail shows in `region`: at home, and everywhere when it covers every Region. */
export const isIn = (region: string, { homeRegion, settings }: Trail): boolean =>
  homeRegion === region || settings.IsMultiRegionTrail === true;
