import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const invocation = monitorStack().resource.aws_lambda_invocation.path;

it('invokes the function for each path, at its creation, change and removal', () => {
  expect(invocation).toMatchObject({
    for_each: hcl('local.paths'),
    function_name: hcl('aws_lambda_function.analyzer.function_name'),
    lifecycle_scope: 'CRUD',
  });
});

it('sends the function the path, its promise, and whether to check it', () => {
  expect(invocation.input).toBe(
    hcl(
      'jsonencode({"pathId" = aws_ec2_network_insights_path.path[each.key].id, "name" = each.key, "expect" = each.value.expect, "check" = true})',
    ),
  );
});

it('does not check at a deployment where that is not wanted, and still clears analyses away', () => {
  const { input, lifecycle_scope } = monitorStack({ checkOnDeploy: false }).resource.aws_lambda_invocation.path;
  expect(input).toContain('"check" = false');
  expect(lifecycle_scope).toBe('CRUD');
});

it('is replaced with its path, so that the old path is cleared before it goes', () => {
  expect(invocation.lifecycle).toEqual({ replace_triggered_by: ['aws_ec2_network_insights_path.path[each.key].id'] });
});

it('runs while the function can do its work: from its permissions, log and topic on, and until they go', () => {
  expect(invocation.depends_on).toEqual([
    'aws_iam_role_policy.analyzer',
    'aws_cloudwatch_log_group.analyzer',
    'aws_sns_topic_policy.alerts',
  ]);
});
