import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { ReachabilityMonitor } from '../../lib/reachability-monitor';
import type { NetworkPath } from '../../lib/settings/network-path';

interface NetworkStackProps {
  readonly region: string;
  readonly promises: Readonly<Record<string, NetworkPath>>;
}

/** A stack of your own app, with a monitor in it. */
export class NetworkStack extends TerraformStack {
  constructor(scope: Construct, id: string, { region, promises }: NetworkStackProps) {
    super(scope, id);
    // Without it, CDKTF would write an absolute path into the JSON.
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    new AwsProvider(this, 'aws', { region });
    // The binding pins one exact version of the provider.
    this.addOverride('terraform.required_providers.aws.version', '>= 5.100.0, < 7.0.0');
    const monitor = new ReachabilityMonitor(this, 'monitor', {
      name: id,
      paths: promises,
      notificationEmails: ['network@example.com'],
      scheduleExpression: 'rate(1 day)',
      tags: { Team: 'network' },
    });
    new TerraformOutput(this, 'verdicts', { value: monitor.lifecycle.verdicts });
  }
}
