import { LambdaClient } from '@aws-sdk/client-lambda';
import type { ClientSettings } from '../clients';

/** NAT gateways and load balancers forget a connection that is silent for 350 s; an answer may take 15 minutes. */
const KEEP_ALIVE_MS = 60_000;
const CONNECT_WITHIN_MS = 10_000;

/**
 * A client for one long synchronous invocation: it waits without a limit of its own (the caller sets one), keeps the silent
 * connection alive, and never sends a request twice by itself, since every check buys analyses.
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
