import { DEFAULT_NAME } from '../../contract/names';

/** The defaults of the Terraform variables and of the constructs' props. */
export const DEFAULTS = {
  name: DEFAULT_NAME,
  watchTaggedPaths: false,
  notificationEmails: [] as string[],
  createTopic: true,
  trigger: 'network',
  check: 'affected',
  notifyOn: 'change',
  settleSeconds: 5,
  checkOnDeploy: true,
  retryPolicy: { maximumRetryAttempts: 8, maximumEventAgeInSeconds: 3600 },
  lambdaRuntime: 'nodejs22.x',
  lambdaMemorySize: 256,
  lambdaTimeout: 900,
  rolePath: '/',
  keepAnalyses: 3,
  logRetentionInDays: 30,
  dailyAnalysisBudget: 100,
  pathMetrics: false,
  dashboard: false,
} as const;
