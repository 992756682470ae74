const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The analysis in the AWS console. Undefined in a partition whose console is not known. */
export function consoleLink(partition: string, region: string, analysisId: string): string | undefined {
  const host = CONSOLES[partition];
  // Only the commercial partition has a host name for each Region.
  const site = partition === 'aws' ? `${region}.${host}` : host;
  return host && `https://${site}/networkinsights/home?region=${region}#NetworkPathAnalysis:analysisId=${analysisId}`;
}
