/**
 * The policy of the topic: only this monitor's alarms may publish. The function publishes with its
 * own role.
 */
export const alarmsMayPublish = ({
  topicArn,
  alarmArns,
  account,
}: {
  readonly topicArn: string;
  /** A pattern. */
  readonly alarmArns: string;
  readonly account: string;
}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AlarmsMayPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: {
        ArnLike: { 'aws:SourceArn': alarmArns },
        StringEquals: { 'aws:SourceAccount': account },
      },
    },
  ],
});
