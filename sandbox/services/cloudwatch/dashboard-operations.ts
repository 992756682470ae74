import type {
  DeleteDashboardsInput,
  DeleteDashboardsOutput,
  GetDashboardInput,
  GetDashboardOutput,
  ListDashboardsInput,
  ListDashboardsOutput,
  PutDashboardInput,
  PutDashboardOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';

export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly modifiedAt: Date;
}

/** Dashboards belong to the account, not to a Region. */
export const dashboardOperations = (dashboards: Map<string, Dashboard>) => ({
  PutDashboard: (input: PutDashboardInput, call: Call): PutDashboardOutput => {
    const name = dashboardName(input.DashboardName);
    const body = dashboardBody(input.DashboardBody);
    dashboards.set(name, {
      name,
      arn: `arn:aws:cloudwatch::${call.account}:dashboard/${name}`,
      body,
      modifiedAt: call.at,
    });
    return { DashboardValidationMessages: [] };
  },

  GetDashboard: (input: GetDashboardInput): GetDashboardOutput => {
    const { name, arn, body } = find(dashboards, input.DashboardName);
    return { DashboardName: name, DashboardArn: arn, DashboardBody: body };
  },

  ListDashboards: (input: ListDashboardsInput): ListDashboardsOutput => {
    const found = [...dashboards.values()].filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ''));
    const { items, next } = page(found, 1000, input.NextToken);
    const entries = items.map(({ name, arn, body, modifiedAt }) => ({
      DashboardName: name,
      DashboardArn: arn,
      LastModified: modifiedAt,
      Size: Buffer.byteLength(body),
    }));
    return { DashboardEntries: entries, NextToken: next };
  },

  /** Deletes all dashboards or, if one of them does not exist, none. */
  DeleteDashboards: (input: DeleteDashboardsInput): DeleteDashboardsOutput => {
    const names = (input.DashboardNames ?? []).map((name) => find(dashboards, name).name);
    for (const name of names) dashboards.delete(name);
    return {};
  },
});

function find(dashboards: ReadonlyMap<string, Dashboard>, name: string | undefined): Dashboard {
  const dashboard = dashboards.get(name ?? '');
  if (!dashboard) throw new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
  return dashboard;
}

function dashboardName(name: string | undefined): string {
  if (!name || !/^[\w-]{1,255}$/.test(name))
    throw new AwsError(
      'InvalidParameterValue',
      `DashboardName ${name} must be 1 to 255 letters, digits, hyphens or underscores.`,
    );
  return name;
}

function dashboardBody(body: string | undefined): string {
  try {
    const { widgets } = JSON.parse(body ?? '') as { widgets?: unknown };
    if (Array.isArray(widgets)) return body ?? '';
  } catch {
    // The error below says what a body must be.
  }
  throw new AwsError(
    'InvalidParameterInput',
    'The dashboard body is invalid: it must be a JSON object with a list of widgets.',
  );
}
