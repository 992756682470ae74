import { consoleLink } from '../../../lambda-src/notify/console-link';

it.each([
  [
    'aws',
    'eu-central-1',
    'https://eu-central-1.console.aws.amazon.com/networkinsights/home?region=eu-central-1#NetworkPathAnalysis:analysisId=nia-0a',
  ],
  [
    'aws-cn',
    'cn-north-1',
    'https://console.amazonaws.cn/networkinsights/home?region=cn-north-1#NetworkPathAnalysis:analysisId=nia-0a',
  ],
  [
    'aws-us-gov',
    'us-gov-west-1',
    'https://console.amazonaws-us-gov.com/networkinsights/home?region=us-gov-west-1#NetworkPathAnalysis:analysisId=nia-0a',
  ],
  ['aws-iso', 'us-iso-east-1', undefined],
])('%s', (partition, region, link) => {
  expect(consoleLink(partition, region, 'nia-0a')).toBe(link);
});
