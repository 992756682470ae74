/** The policy of the topic. The function publishes under its own role; alarms need the topic's leave, and only this monitor's get it. */
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
