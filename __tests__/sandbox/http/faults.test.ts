import { Faults, parseFaults } from '../../../sandbox/http/faults';

const fault = {
  service: 'ec2',
  action: 'StartNetworkInsightsAnalysis',
  times: 2,
  error: { code: 'Unavailable', status: 503 },
};

describe('faults', () => {
  it('affect the planned number of calls, of their operation only', () => {
    const faults = new Faults();
    faults.plan(parseFaults([fault]));
    expect(faults.take('ec2', 'DescribeVpcs')).toBeUndefined();
    expect(faults.take('sns', 'StartNetworkInsightsAnalysis')).toBeUndefined();
    expect([1, 2, 3].map(() => faults.take('ec2', 'StartNetworkInsightsAnalysis'))).toEqual([fault, fault, undefined]);
  });

  it.each([
    ['no array', {}, 'the body must be an array'],
    ['no service', [{ ...fault, service: undefined }], '[0].service must be'],
    ['times of zero', [fault, { ...fault, times: 0 }], '[1].times must be a whole number from 1, not 0'],
    ['two kinds', [{ ...fault, drop: true }], 'exactly one of error, delayMs and drop'],
    ['no kind', [{ ...fault, error: undefined }], 'exactly one of error, delayMs and drop'],
    ['an error without a status', [{ ...fault, error: { code: 'X' } }], '[0].error must be'],
    ['a negative delay', [{ ...fault, error: undefined, delayMs: -1 }], '[0].delayMs must be'],
  ])('with %s are refused', (_, body, reason) => {
    expect(() => parseFaults(body)).toThrow(reason);
  });
});
