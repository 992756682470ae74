import { exampleEnvironment } from '../../testing/example-environment';

describe('the start of the function', () => {
  const before = process.env;

  afterEach(() => {
    process.env = before;
  });

  it('fails with one clear line when a variable is missing', () => {
    process.env = { ...before, SNS_TOPIC_ARN: '' };
    expect(() => jest.isolateModules(() => void require('../../lambda-src/index'))).toThrow(
      /^environment variable SNS_TOPIC_ARN is ""; it must be the ARN of an SNS topic[^\n]*$/,
    );
  });

  it('offers an asynchronous handler of two arguments', () => {
    process.env = {
      ...before,
      AWS_REGION: 'eu-central-1',
      ...exampleEnvironment(),
    };
    jest.isolateModules(() => {
      const { handler } = require('../../lambda-src/index');
      expect(handler).toBeInstanceOf(Function);
      expect(handler).toHaveLength(2);
    });
  });
});
