import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * What the bundle has in place of `@aws-sdk/credential-provider-node`: AWS Lambda hands its function credentials in the environment
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), so that profiles, SSO, web identities and instance
 * metadata need not be loaded at every cold start.
 */
export const defaultProvider = fromEnv;
