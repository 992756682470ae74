import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ClientSettings } from '../clients';

/**
 * NAT gateways and load balancers drop a connection that is idle for 350 s; a result may take 15
 * minutes.
 */
const KEEP_ALIVE_MS = 60_000;
const CONNECT_WITHIN_MS = 10_000;

/**
 * A client for one long synchronous invocation. It has no time limit (the caller sets one), keeps
 * the idle connection alive, and never retries a request, because every check starts analyses.
 */
export const lambdaClient = (settings: ClientSettings = {}): LambdaClient => {
  const agent = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS };
  return new LambdaClient({
    ...settings,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: 0,
      socketTimeout: 0,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
};
