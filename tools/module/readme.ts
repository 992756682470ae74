import { PATHS_SHAPE } from '../../lib/settings/network-path';
import type { Output, Variable } from '../synthesized-stack';
import { outputsTable, variablesTable } from '../tables';
import type { TerraformModule } from './terraform-module';

/** The README of a module; `version` is that of the project. */
export const readme = (module: TerraformModule, version: string): string => {
  const variables = module['variables.tf.json'].variable as Record<string, Variable>;
  const outputs = module['outputs.tf.json'].output as Record<string, Output>;
  const { required_version: terraform, required_providers: providers } = module['versions.tf.json']
    .terraform as Versions;
  return `# Reachability monitor, Terraform module

Version ${version}. Watches network paths with AWS's VPC Reachability Analyzer: as soon as somebody changes a security
group, a route, a network ACL or a gateway, it checks the paths that must stay open and those that must stay closed. A
message says which promise broke, which rule broke it, who changed that rule, and which command undoes the change.

\`\`\`hcl
module "reachability_monitor" {
  source = "./terraform-module"

  name                = "web"
  notification_emails = ["network@example.com"]

  paths = {
    web-to-internet = {
      source           = aws_instance.web.id
      destination      = aws_internet_gateway.main.id
      destination_port = 443
    }
    internet-to-database = {
      source           = aws_internet_gateway.main.id
      destination      = aws_instance.database.primary_network_interface_id
      destination_port = 5432
      expect           = "unreachable"
    }
  }
}
\`\`\`

It needs Terraform \`${terraform}\`, ${required(providers)}, and in the account a CloudTrail
trail that logs write management events in the Region: without one, no event ever arrives. The function's code is in
\`assets\`; nothing is built or fetched when Terraform runs.

The AWS provider and the backend are the caller's; \`providers = { aws = aws.other }\` deploys into another Region or
account. \`count\`, \`for_each\` and \`depends_on\` are supported. Two monitors in one account and Region need different
names, and a path belongs to one monitor. Path endpoints, the topic ARN and the key ARN may be unknown at plan time; only
the names of the paths must be known.

## Variables

${variablesTable(variables)}

\`paths\` is a map of objects with these attributes, and any other attribute is refused:

\`\`\`hcl
${PATHS_SHAPE}
\`\`\`

## Outputs

${outputsTable(outputs)}

## License

Apache License 2.0, see LICENSE.
`;
};

const required = (providers: Versions['required_providers']): string =>
  Object.values(providers)
    .map(({ source, version }) => `the provider \`${source}\` \`${version}\``)
    .join(', ');

interface Versions {
  readonly required_version: string;
  readonly required_providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
}
