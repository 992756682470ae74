import { MONITOR_METRICS } from '../../../contract/metrics';
import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const { dashboard_name, dashboard_body, count } = monitorStack({ name: 'prod', dashboard: true }).resource
  .aws_cloudwatch_dashboard.monitor;

it('exists only where the setting asks for it', () => {
  expect(count).toBe(1);
  expect(monitorStack().resource.aws_cloudwatch_dashboard.monitor.count).toBe(0);
});

it('has the Region in its name, which is unique in the account', () => {
  expect(dashboard_name).toBe(`prod-${hcl('data.aws_region.current.id')}`);
});

it('shows nothing that the function does not report', () => {
  const shown = [...dashboard_body.matchAll(/"ReachabilityMonitor", "(\w+)", "Monitor", "prod"/g)].map(
    ([, name]) => name,
  );
  const counted = Object.keys(MONITOR_METRICS).filter((name) => name !== 'MessagesSent');
  expect(new Set(shown)).toEqual(new Set(counted));
});

it.each([
  ['what analyses cost', '"expression" = "analyses * 0.1", "label" = "about US$ a day"'],
  ['errors', '"AWS/Lambda", "Errors", "FunctionName", aws_lambda_function.analyzer.function_name'],
  ['what could not be delivered', '"ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.dead_letter.name'],
  ['what the function gave up', '"ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.on_failure.name'],
  ['the slowest message', '"SecondsFromChangeToMessage", "Monitor", "prod", {"stat" = "Maximum"'],
])('shows %s', (_, text) => {
  expect(dashboard_body).toContain(text);
});

it('shows each path where each path has a metric, and otherwise the number of each outcome', () => {
  const body = monitorStack({ name: 'prod', pathMetrics: true }).resource.aws_cloudwatch_dashboard.monitor
    .dashboard_body;
  expect(body).toContain('Outcome of each path');
  expect(body).not.toContain('OutcomesKept');
  expect(dashboard_body).not.toContain('Outcome of each path');
});
