import { terraformModule } from '../../../tools/module/terraform-module';
import type { StackJson } from '../../../tools/synthesized-stack';

const stack: StackJson = {
  '//': { metadata: { version: '0.21.0' } },
  terraform: {
    backend: { local: { path: 'x.tfstate' } },
    required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
    required_version: '>= 1.5',
  },
  provider: { aws: [{ region: `\${var.aws_region}` }] },
  variable: {
    aws_region: { type: 'string', description: 'The Region.', default: null },
    name: { type: 'string', description: 'The name.', default: 'web' },
  },
  data: { aws_region: { current: { '//': { metadata: { path: 'web' } } } } },
  resource: { aws_sns_topic: { alerts: { '//': { metadata: {} }, name: `\${var.name}`, tags: [{ a: null }] } } },
  output: { topic_arn: { description: 'The topic.', value: `\${aws_sns_topic.alerts.arn}` } },
};

it('has the resources, variables and outputs in the files of a standard module, and nothing of the caller or of cdktf', () => {
  expect(terraformModule(stack)).toEqual({
    'versions.tf.json': {
      terraform: {
        required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
        required_version: '>= 1.5',
      },
    },
    'variables.tf.json': { variable: { name: { type: 'string', description: 'The name.', default: 'web' } } },
    'main.tf.json': {
      data: { aws_region: { current: {} } },
      resource: { aws_sns_topic: { alerts: { name: `\${var.name}`, tags: [{ a: null }] } } },
    },
    'outputs.tf.json': { output: { topic_arn: { description: 'The topic.', value: `\${aws_sns_topic.alerts.arn}` } } },
  });
});

it('leaves HCP Terraform to the caller as it does any backend', () => {
  const inCloud = { ...stack, terraform: { ...stack.terraform, cloud: { organization: 'example' } } };
  expect(terraformModule(inCloud)).toEqual(terraformModule(stack));
});

it('is refused where a resource needs the Region of the provider that stays behind', () => {
  const locals = { region: `\${var.aws_region}` };
  expect(() => terraformModule({ ...stack, locals })).toThrow('the stack uses var.aws_region outside its provider');
});
