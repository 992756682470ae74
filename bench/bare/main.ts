import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'bare');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
new SnsTopic(stack, 'topic', { name: 'alerts' });
app.synth();
