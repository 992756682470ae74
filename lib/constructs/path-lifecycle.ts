import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PathInput } from '../../contract/input';
import { addressed } from '../terraform/addressed';
import type { Condition } from '../terraform/condition';
import { expression } from '../terraform/expression';

export interface PathLifecycleProps {
  /** Each path's attributes by its name, for a `for_each`. */
  readonly paths: string;
  readonly functionName: string;
  /** Whether to check each new or changed path at once. */
  readonly checkOnDeploy: Condition;
  /** What the function needs for its work, from the first verdict until the last path is gone. */
  readonly needs: ITerraformDependable[];
}

/**
 * Invokes the function when a path is created or changed, for its first verdict, and before it is
 * removed, to delete its analyses: AWS does not delete a path that has any.
 */
export class PathLifecycle extends Construct {
  readonly invocation: LambdaInvocation;
  /** A map from each path's name to its outcome as of the last apply. */
  readonly verdicts: string;

  constructor(scope: Construct, id: string, props: PathLifecycleProps) {
    super(scope, id);
    const pathId = 'aws_ec2_network_insights_path.path[each.key].id';
    this.invocation = addressed(
      'path',
      new LambdaInvocation(this, 'path', {
        functionName: props.functionName,
        lifecycleScope: 'CRUD',
        input: Fn.jsonencode({
          pathId: expression(pathId),
          name: expression('each.key'),
          expect: expression('each.value.expect'),
          check: props.checkOnDeploy,
        } satisfies Record<keyof PathInput, unknown>),
        // An update in place would name only the new path to the function, and the analyses of the
        // old one would stay.
        lifecycle: { replaceTriggeredBy: [pathId] },
        dependsOn: props.needs,
      }),
    );
    this.invocation.addOverride('for_each', props.paths);
    this.verdicts = expression(
      '{ for name, invocation in aws_lambda_invocation.path : name => try(jsondecode(invocation.result).paths[0].outcome, "pending") }',
    );
  }
}
