import { addressesOf, differences } from '../../../tools/addresses/addresses';

const queue = { name: `\${var.name}-dead-letters`, policy: '{}', tags: {} };
const stack = {
  variable: { name: { type: 'string', description: 'The name.', default: 'web' } },
  resource: { aws_sqs_queue: { dead_letter: queue }, aws_sns_topic: { alerts: { name: 'web', count: 1 } } },
};
const recorded = addressesOf(stack);

it('keeps of each resource what Terraform would replace it for, and whether it has a key', () => {
  expect(recorded).toEqual({
    'aws_sns_topic.alerts': { count: 1, name: 'web' },
    'aws_sqs_queue.dead_letter': { name: `\${var.name}-dead-letters` },
    'var.name': { default: 'web' },
  });
});

it('keeps the defaults that such arguments are made of, through locals too', () => {
  const variable = (value: unknown) => ({ type: 'string', description: 'A value.', default: value });
  const made = {
    resource: { aws_sns_topic: { alerts: { name: `\${local.names.topic}`, display_name: `\${var.title}` } } },
    locals: { names: { topic: `\${var.name}-alerts` } },
    variable: { name: variable('web'), title: variable('Alerts') },
  };
  const addresses = addressesOf(made);
  expect(addresses['var.name']).toEqual({ default: 'web' });
  expect(addresses).not.toHaveProperty('var.title');
  const renamed = addressesOf({ ...made, variable: { ...made.variable, name: variable('net') } });
  expect(differences(addresses, renamed)).toEqual([
    'var.name would replace what is made of it: default was "web" and is "net"',
  ]);
});

it('is refused for a type without replacement arguments', () => {
  expect(() => addressesOf({ resource: { aws_s3_bucket: { logs: {} } } })).toThrow(
    'aws_s3_bucket has no entry in tools/addresses/replacement-arguments.ts',
  );
});

describe('an upgrade', () => {
  it('is harmless when what differs can be changed in place', () => {
    const changed = {
      ...stack,
      resource: { ...stack.resource, aws_sqs_queue: { dead_letter: { ...queue, policy: '{"a":1}' } } },
    };
    expect(differences(recorded, addressesOf(changed))).toEqual([]);
  });

  it.each([
    [
      'a name that changes',
      { ...stack.resource, aws_sqs_queue: { dead_letter: { ...queue, name: 'other' } } },
      [`aws_sqs_queue.dead_letter would be replaced: name was "\${var.name}-dead-letters" and is "other"`],
    ],
    [
      'a resource that gets no key any more',
      { ...stack.resource, aws_sns_topic: { alerts: { name: 'web' } } },
      ['aws_sns_topic.alerts would be replaced: count was 1 and is undefined'],
    ],
    [
      'a resource that goes',
      { aws_sqs_queue: stack.resource.aws_sqs_queue },
      ['aws_sns_topic.alerts would be destroyed: it is no longer in the stack'],
    ],
    [
      'a resource that comes',
      { ...stack.resource, aws_sqs_queue: { dead_letter: queue, other: { name: 'other' } } },
      ['aws_sqs_queue.other is new: nothing is lost, but it is not recorded yet'],
    ],
  ])('reports %s', (_, resource, told) => {
    expect(differences(recorded, addressesOf({ ...stack, resource }))).toEqual(told);
  });

  it('may rename an address with a moved block', () => {
    const resource = { ...stack.resource, aws_sqs_queue: { undelivered: queue } };
    const moved = [{ from: 'aws_sqs_queue.dead_letter', to: 'aws_sqs_queue.undelivered' }];
    expect(differences(recorded, addressesOf({ ...stack, resource }), moved)).toEqual([]);
    expect(differences(recorded, addressesOf({ ...stack, resource }))).toHaveLength(2);
  });
});
