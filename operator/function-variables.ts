import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { ReadVariables } from '../contract/settings';

/** The environment variables of a function, under the names that the monitor's function reads. */
export const variablesOf = ({ Environment }: Pick<FunctionConfiguration, 'Environment'>): ReadVariables =>
  Environment?.Variables ?? {};
