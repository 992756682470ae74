const { availableParallelism } = require('node:os');

// On Node 20 the AWS SDK warns of its future needs once in every process.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/testing/patient-environment.ts',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/dist'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // More than there are cores, since the tests with Terraform mostly wait for it; not many, since each may have one of its own, of half a GB.
  maxWorkers: Math.min(2 * availableParallelism(), 6),
};
