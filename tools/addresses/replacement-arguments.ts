/**
 * The arguments whose change makes the AWS provider replace a resource, by type; from the
 * provider's documentation and its schemas (`ForceNew`), versions 5.100 to 6:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const REPLACEMENT_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_dashboard: ['dashboard_name'],
  aws_cloudwatch_event_rule: ['event_bus_name', 'name', 'name_prefix'],
  aws_cloudwatch_event_target: ['event_bus_name', 'rule', 'target_id'],
  aws_cloudwatch_log_group: ['log_group_class', 'name', 'name_prefix'],
  aws_cloudwatch_log_metric_filter: ['log_group_name', 'name'],
  aws_cloudwatch_metric_alarm: ['alarm_name'],
  aws_ec2_network_insights_path: [
    'destination',
    'destination_ip',
    'destination_port',
    // Where the filters are.
    'dynamic',
    'filter_at_destination',
    'filter_at_source',
    'protocol',
    'source',
    'source_ip',
  ],
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_lambda_function: ['function_name', 'package_type'],
  aws_lambda_function_event_invoke_config: ['function_name', 'qualifier'],
  aws_lambda_invocation: ['function_name', 'qualifier', 'triggers'],
  aws_lambda_permission: [
    'action',
    'event_source_token',
    'function_name',
    'function_url_auth_type',
    'principal',
    'principal_org_id',
    'qualifier',
    'source_account',
    'source_arn',
    'statement_id',
    'statement_id_prefix',
  ],
  aws_sns_topic: ['fifo_topic', 'name', 'name_prefix'],
  aws_sns_topic_policy: ['arn'],
  aws_sns_topic_subscription: ['endpoint', 'protocol', 'topic_arn'],
  aws_sqs_queue: ['fifo_queue', 'name', 'name_prefix'],
  terraform_data: ['triggers_replace'],
};
