import { KINDS } from './read-account';

/** The IAM policy of a role that may run this command. All its actions only read. */
export const exportPolicy = () => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ExportNetwork',
      Effect: 'Allow',
      Action: KINDS.flatMap(({ actions }) => actions).sort(),
      Resource: '*',
    },
  ],
});
