import { Ec2NetworkInsightsPath } from '@cdktf/provider-aws/lib/ec2-network-insights-path';
import { DataResource, Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import { TAGS } from '../../contract/tags';
import { type NetworkPaths, terraformPaths } from '../settings/network-path';
import { addressed } from '../terraform/addressed';
import { expression } from '../terraform/expression';

export interface PathsProps {
  readonly paths: NetworkPaths;
  readonly tags: Record<string, string>;
}

const WITHOUT_DESTINATION = 'each.value.destination == null';

// AWS cannot change a path. The provider replaces a path when an argument changes, but not when its
// filter at the source does: it reports success, and the path stays as it was. This value forces
// the replacement.
const FILTERED = '[each.value.destination_ip, each.value.source_ip, tostring(each.value.destination_port)]';

// The provider keeps both arguments, with its default tags and without.
const WRITTEN_BY_THE_FUNCTION = ['tags', 'tags_all'].map((argument) => `${argument}["${TAGS.standing}"]`);

/** The network insights paths that the monitor declares. */
export class Paths extends Construct {
  readonly path: Ec2NetworkInsightsPath;
  /** Each path's attributes by its name, for a `for_each`. */
  readonly declared: string;
  /** Each path's id by its name. */
  readonly ids: string;
  /**
   * Every declared path with its id and promise, for readers without access to Terraform's state:
   * `<name>=<id>/<expect>`, joined by commas in the order of names, up to 2,500 bytes; otherwise
   * `sha256:<SHA-256 of that text in hexadecimal>:<number of paths>`. Empty without paths. A name
   * may contain `=` and `/`: read an entry from its end.
   */
  readonly declaration: string;

  constructor(scope: Construct, id: string, props: PathsProps) {
    super(scope, id);
    this.declared = addressed('paths', new TerraformLocal(this, 'declared', terraformPaths(props.paths))).asString;
    const filter = addressed('path_filter', new DataResource(this, 'filter'));
    filter.addOverride('for_each', this.declared);
    filter.addOverride('input', expression(`${WITHOUT_DESTINATION} ? jsonencode(${FILTERED}) : null`));
    this.path = addressed(
      'path',
      new Ec2NetworkInsightsPath(this, 'path', {
        source: expression('each.value.source'),
        destination: expression('each.value.destination'),
        protocol: expression('each.value.protocol'),
        tags: Fn.merge([
          props.tags,
          { [TAGS.name]: expression('each.key'), [TAGS.expect]: expression('each.value.expect') },
        ]),
        lifecycle: {
          ignoreChanges: WRITTEN_BY_THE_FUNCTION,
          replaceTriggeredBy: ['terraform_data.path_filter[each.key]'],
        },
      }),
    );
    this.path.addOverride('for_each', this.declared);
    for (const argument of ['destination_port', 'destination_ip', 'source_ip']) {
      this.path.addOverride(argument, expression(`${WITHOUT_DESTINATION} ? null : each.value.${argument}`));
    }
    this.path.addOverride('dynamic', { filter_at_source: filterAtSource });
    this.declaration = declaration(this);
    this.ids = expression('{ for name, path in aws_ec2_network_insights_path.path : name => path.id }');
  }
}

// The limit of a function's environment is 4 KB:
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const LONGEST_DECLARATION = 2_500;

const declaration = (scope: Construct): string => {
  const entry = 'format("%s=%s/%s", name, path.id, local.paths[name].expect)';
  // Names, ids and promises are ASCII, so a character is a byte. Terraform sorts the entries by
  // name.
  const text = `join(",", [for name, path in aws_ec2_network_insights_path.path : ${entry}])`;
  addressed('declared_paths', new TerraformLocal(scope, 'declaration', expression(text)));
  const whole = 'local.declared_paths';
  const hash = `format("sha256:%s:%d", sha256(${whole}), length(aws_ec2_network_insights_path.path))`;
  return expression(`length(${whole}) <= ${LONGEST_DECLARATION} ? ${whole} : ${hash}`);
};

// AWS accepts a path without a destination resource only with a filter at its source, and with that
// filter neither a port nor a source address:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html
const filterAtSource = {
  for_each: expression(`${WITHOUT_DESTINATION} ? [each.value] : []`),
  content: {
    destination_address: expression('filter_at_source.value.destination_ip'),
    source_address: expression('filter_at_source.value.source_ip'),
    dynamic: {
      destination_port_range: {
        // The splat turns a port into a list of one, and null into an empty list.
        for_each: expression('filter_at_source.value.destination_port[*]'),
        content: {
          from_port: expression('destination_port_range.value'),
          to_port: expression('destination_port_range.value'),
        },
      },
    },
  },
};
