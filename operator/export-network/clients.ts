import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STSClient } from '@aws-sdk/client-sts';
import type { ClientSettings } from '../clients';

/**
 * AWS throttles Describe calls by account and Region. The SDK waits longer before each new attempt,
 * up to 20 seconds:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const ATTEMPTS = 10;

/** Clients of the services that are read, with the operator's credentials. */
export const exportClients = (settings: ClientSettings) => {
  const patient = { ...settings, maxAttempts: ATTEMPTS };
  return {
    ec2: new EC2Client(patient),
    balancing: new ElasticLoadBalancingV2Client(patient),
    sts: new STSClient(patient),
  };
};

export type ExportClients = ReturnType<typeof exportClients>;
