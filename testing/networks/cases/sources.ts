/** The pages that the cases rest on. */
const REACHABILITY = 'https://docs.aws.amazon.com/vpc/latest/reachability';
const VPC = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const PEERING = 'https://docs.aws.amazon.com/vpc/latest/peering';
const API = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';

/** Reachability Analyzer's guide. */
export const CODES = `${REACHABILITY}/explanation-codes.html`;
export const HOW_IT_WORKS = `${REACHABILITY}/how-reachability-analyzer-works.html`;
export const GETTING_STARTED = `${REACHABILITY}/getting-started.html`;
export const GETTING_STARTED_CLI = `${REACHABILITY}/getting-started-cli.html`;

/** The VPC guide. */
export const GROUPS = `${VPC}/vpc-security-groups.html`;
export const GROUP_RULES = `${VPC}/security-group-rules.html`;
export const DEFAULT_GROUP = `${VPC}/default-security-group.html`;
export const ACLS = `${VPC}/nacl-basics.html`;
export const ACL_RULES = `${VPC}/nacl-rules.html`;
export const CUSTOM_ACL = `${VPC}/custom-network-acl.html`;
export const SUBNET_TABLES = `${VPC}/subnet-route-tables.html`;
export const GATEWAY_TABLES = `${VPC}/gateway-route-tables.html`;
export const ROUTE_PRIORITY = `${VPC}/route-tables-priority.html`;
export const ROUTE_OPTIONS = `${VPC}/route-table-options.html`;
export const INTERNET_GATEWAY = `${VPC}/VPC_Internet_Gateway.html`;
export const NAT_GATEWAY = `${VPC}/vpc-nat-gateway.html`;
export const NAT_BASICS = `${VPC}/nat-gateway-basics.html`;
export const PREFIX_LISTS = `${VPC}/managed-prefix-lists.html`;
export const PUBLIC_ACCESS = `${VPC}/security-vpc-bpa-basics.html`;

/** The peering guide. */
export const PEERING_BASICS = `${PEERING}/vpc-peering-basics.html`;
export const PEERING_ROUTES = `${PEERING}/vpc-peering-routing.html`;
export const PEERING_GROUPS = `${PEERING}/vpc-peering-security-groups.html`;
export const PEERING_PARTS = `${PEERING}/peering-configurations-partial-access.html`;

/** Other guides. */
export const VPN_PRIORITY = 'https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html';
export const TRANSIT_GATEWAY = 'https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html';
export const GATEWAY_ENDPOINT = 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html';
export const PREFIX_DELEGATION = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html';
export const FIREWALL = 'https://docs.aws.amazon.com/network-firewall/latest/developerguide/route-tables.html';
export const BALANCER_GROUPS =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html';

/** The API reference. */
export const IP_PERMISSION = `${API}/API_IpPermission.html`;
export const CREATE_ACL_ENTRY = `${API}/API_CreateNetworkAclEntry.html`;
export const STALE_GROUPS = `${API}/API_DescribeStaleSecurityGroups.html`;

/** Published analyses and standards. */
export const TERRAFORM_ANALYSIS =
  'https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_network_insights_analysis_test.go';
export const CLI_EXAMPLE =
  'https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-network-insights-analyses.html';
export const PUBLIC_ACCESS_ANALYSIS = `${VPC}/security-vpc-bpa-example.html`;
