import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * The bundle has this in place of `@aws-sdk/credential-provider-node`. AWS Lambda passes
 * credentials in environment variables
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), so the code for
 * profiles, SSO, web identities and instance metadata need not be loaded at every cold start.
 */
export const defaultProvider = fromEnv;
