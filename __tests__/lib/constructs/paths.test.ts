import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Token } from 'cdktf';
import type { NetworkPath } from '../../../lib/settings/network-path';
import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const { resource, locals, output } = monitorStack({
  paths: {
    web: { source: 'i-1', destination: 'igw-1', destinationPort: 443 },
    resolver: {
      source: 'eni-1',
      destinationIp: '10.0.0.2',
      sourceIp: '10.0.1.7',
      protocol: 'udp',
      expect: 'unreachable',
    },
  },
});
const path = resource.aws_ec2_network_insights_path.path;

it('holds every path with every attribute, so that one for_each serves all', () => {
  expect(locals.paths).toEqual({
    web: {
      source: 'i-1',
      destination: 'igw-1',
      destination_ip: null,
      source_ip: null,
      protocol: 'tcp',
      destination_port: 443,
      expect: 'reachable',
    },
    resolver: {
      source: 'eni-1',
      destination: null,
      destination_ip: '10.0.0.2',
      source_ip: '10.0.1.7',
      protocol: 'udp',
      destination_port: null,
      expect: 'unreachable',
    },
  });
  expect(path.for_each).toBe(hcl('local.paths'));
});

it('keeps port and addresses out of the arguments of a path without destination, and in its filter', () => {
  expect(path).toMatchObject({
    source: hcl('each.value.source'),
    destination: hcl('each.value.destination'),
    protocol: hcl('each.value.protocol'),
    destination_port: hcl('each.value.destination == null ? null : each.value.destination_port'),
    destination_ip: hcl('each.value.destination == null ? null : each.value.destination_ip'),
    source_ip: hcl('each.value.destination == null ? null : each.value.source_ip'),
  });
  const filter = path.dynamic.filter_at_source;
  expect(filter.for_each).toBe(hcl('each.value.destination == null ? [each.value] : []'));
  expect(Object.keys(filter.content).sort()).toEqual(['destination_address', 'dynamic', 'source_address']);
});

it('tags each path with its name, its promise and its monitor', () => {
  expect(path.tags).toBe(
    hcl(
      'merge(merge({}, {"ReachabilityMonitor" = "reachability-monitor"}), {"Name" = each.key, "Expect" = each.value.expect})',
    ),
  );
});

it('leaves the tag that the function writes to the function', () => {
  expect(path.lifecycle.ignore_changes).toEqual([
    'tags["ReachabilityMonitorStanding"]',
    'tags_all["ReachabilityMonitorStanding"]',
  ]);
});

it('is replaced when its filter changes, which the provider alone would not do', () => {
  expect(path.lifecycle.replace_triggered_by).toEqual(['terraform_data.path_filter[each.key]']);
  expect(resource.terraform_data.path_filter).toMatchObject({
    for_each: hcl('local.paths'),
    input: hcl(
      'each.value.destination == null ? jsonencode([each.value.destination_ip, each.value.source_ip, tostring(each.value.destination_port)]) : null',
    ),
  });
});

it('makes no output, which is up to the user of the construct', () => {
  expect(output).toBeUndefined();
});

describe('a literal path that AWS would refuse', () => {
  const refusal = (wrong: Partial<NetworkPath>) => () =>
    monitorStack({ paths: { 'to db': { source: 'i-1', destination: 'eni-1', ...wrong } } });

  it.each([
    [{ destinationPort: 70000 }, 'paths["to db"].destinationPort must be a whole number from 1 to 65535, not 70000'],
    [{ destinationPort: 0 }, 'paths["to db"].destinationPort must be a whole number from 1 to 65535, not 0'],
    [
      { destinationIp: '10.0.0.256' },
      'paths["to db"].destinationIp must be an IPv4 address such as 10.0.2.15, not "10.0.0.256"',
    ],
    [{ sourceIp: '::1' }, 'paths["to db"].sourceIp must be an IPv4 address such as 10.0.2.15, not "::1"'],
  ])('is refused at synthesis: %j', (wrong, message) => {
    expect(refusal(wrong)).toThrow(message);
  });

  it('is refused without destination and destinationIp', () => {
    expect(() => monitorStack({ paths: { web: { source: 'i-1' } } })).toThrow(
      'paths["web"] must have a destination (a resource) or a destinationIp (an IPv4 address)',
    );
  });

  it('is left to Terraform where only Terraform knows the value', () => {
    const address = Token.asString(hcl('aws_instance.dns.private_ip'));
    const { locals } = monitorStack({ paths: { dns: { source: 'i-1', destinationIp: address } } });
    expect(locals.paths.dns.destination_ip).toBe(hcl('aws_instance.dns.private_ip'));
  });
});

it('the reference moves every resource that a path has, when it renames one', () => {
  const reference = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'reference.md'), 'utf8');
  const { resource } = monitorStack() as { resource: Record<string, Record<string, { for_each?: string }>> };
  const ofEachPath = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, { for_each }]) =>
      for_each === hcl('local.paths') ? [`${type}.${name}`] : [],
    ),
  );
  expect(ofEachPath).toHaveLength(3);
  for (const address of ofEachPath) {
    expect(reference).toContain(`terraform state mv '${address}["old"]' '${address}["new"]'\n`);
    expect(reference).toContain(
      `  from = module.reachability_monitor.${address}["old"]\n  to   = module.reachability_monitor.${address}["new"]\n`,
    );
  }
});
