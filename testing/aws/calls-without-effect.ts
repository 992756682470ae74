/** Calls that cannot change what an analysis finds, and the reason. */
export interface CallsWithoutEffect {
  readonly reason: string;
  /** AWS's page with the reason, or with the list of these calls. */
  readonly page: string;
  /** Names of operations, separated by white space. */
  readonly calls: string;
}

/** EC2's operations that change something and that no event pattern matches, by reason. */
export const EC2_CALLS_WITHOUT_EFFECT: readonly CallsWithoutEffect[] = [
  {
    reason:
      'Reachability Analyzer does not read these: no Describe call for them is among the permissions that it needs',
    page: 'https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html',
    calls: `
      AcceptTransitGatewayMulticastDomainAssociations AdvertiseByoipCidr AllocateIpamPoolCidr
      AssociateClientVpnTargetNetwork AssociateDhcpOptions AssociateIpamByoasn AssociateIpamResourceDiscovery
      AssociateTransitGatewayMulticastDomain AttachVerifiedAccessTrustProvider AuthorizeClientVpnIngress
      BatchModifyIpamRoutingPolicyRegistrations CreateCarrierGateway CreateClientVpnEndpoint CreateCoipCidr
      CreateCoipPool CreateDhcpOptions CreateFlowLogs CreateInstanceConnectEndpoint CreateIpam
      CreateIpamExternalResourceVerificationToken CreateIpamInternetRegistryAssociation CreateIpamPolicy
      CreateIpamPool CreateIpamResourceDiscovery CreateIpamRoutingPolicyRegistration CreateIpamScope
      CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation CreateLocalGatewayRouteTableVpcAssociation
      CreateLocalGatewayVirtualInterface CreateLocalGatewayVirtualInterfaceGroup CreatePublicIpv4Pool
      CreateSecondaryNetwork CreateSecondarySubnet CreateTrafficMirrorFilter CreateTrafficMirrorFilterRule
      CreateTrafficMirrorSession CreateTrafficMirrorTarget CreateTransitGatewayMulticastDomain
      CreateVerifiedAccessEndpoint CreateVerifiedAccessGroup CreateVerifiedAccessInstance
      CreateVerifiedAccessTrustProvider CreateVpcEncryptionControl DeleteCarrierGateway
      DeleteClientVpnEndpointAuthorizationPolicy DeleteClientVpnEndpoint DeleteCoipCidr DeleteCoipPool
      DeleteDhcpOptions DeleteFlowLogs DeleteInstanceConnectEndpoint DeleteIpam
      DeleteIpamExternalResourceVerificationToken DeleteIpamInternetRegistryAssociation DeleteIpamPolicy
      DeleteIpamPool DeleteIpamResourceDiscovery DeleteIpamRoutingPolicyRegistration DeleteIpamScope
      DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation DeleteLocalGatewayRouteTableVpcAssociation
      DeleteLocalGatewayVirtualInterface DeleteLocalGatewayVirtualInterfaceGroup DeletePublicIpv4Pool
      DeleteSecondaryNetwork DeleteSecondarySubnet DeleteTrafficMirrorFilter DeleteTrafficMirrorFilterRule
      DeleteTrafficMirrorSession DeleteTrafficMirrorTarget DeleteTransitGatewayMulticastDomain
      DeleteVerifiedAccessEndpoint DeleteVerifiedAccessGroup DeleteVerifiedAccessInstance
      DeleteVerifiedAccessTrustProvider DeleteVpcEncryptionControl DeprovisionByoipCidr DeprovisionIpamByoasn
      DeprovisionIpamPoolCidr DeprovisionPublicIpv4PoolCidr DeregisterTransitGatewayMulticastGroupMembers
      DeregisterTransitGatewayMulticastGroupSources DetachVerifiedAccessTrustProvider
      DisableIpamOrganizationAdminAccount DisableIpamPolicy DisassociateClientVpnTargetNetwork DisassociateIpamByoasn
      DisassociateIpamResourceDiscovery DisassociateTransitGatewayMulticastDomain
      EnableIpamInternetRegistryAssociation EnableIpamOrganizationAdminAccount EnableIpamPolicy
      ImportClientVpnClientCertificateRevocationList ModifyAccountVpcEncryptionControl
      ModifyClientVpnEndpointAuthorizationPolicy ModifyClientVpnEndpoint ModifyInstanceConnectEndpoint ModifyIpam
      ModifyIpamPolicyAllocationRules ModifyIpamPoolAllocation ModifyIpamPool ModifyIpamResourceCidr
      ModifyIpamResourceDiscovery ModifyIpamRoutingPolicyRegistration ModifyIpamScope
      ModifyTrafficMirrorFilterNetworkServices ModifyTrafficMirrorFilterRule ModifyTrafficMirrorSession
      ModifyVerifiedAccessEndpoint ModifyVerifiedAccessEndpointPolicy ModifyVerifiedAccessGroup
      ModifyVerifiedAccessGroupPolicy ModifyVerifiedAccessInstance ModifyVerifiedAccessInstanceLoggingConfiguration
      ModifyVerifiedAccessTrustProvider ModifyVpcEncryptionControl MoveByoipCidrToIpam ProvisionByoipCidr
      ProvisionIpamByoasn ProvisionIpamPoolCidr ProvisionPublicIpv4PoolCidr
      RegisterTransitGatewayMulticastGroupMembers RegisterTransitGatewayMulticastGroupSources
      RejectTransitGatewayMulticastDomainAssociations ReleaseIpamPoolAllocation RevokeClientVpnIngress
      TerminateClientVpnConnections WithdrawByoipCidr`,
  },
  {
    reason: 'Analyses and their paths, which are not part of the network',
    page: 'https://docs.aws.amazon.com/vpc/latest/reachability/what-is-reachability-analyzer.html',
    calls: `
      CreateNetworkInsightsAccessScope CreateNetworkInsightsPath DeleteNetworkInsightsAccessScopeAnalysis
      DeleteNetworkInsightsAccessScope DeleteNetworkInsightsAnalysis DeleteNetworkInsightsPath
      EnableReachabilityAnalyzerOrganizationSharing StartNetworkInsightsAccessScopeAnalysis
      StartNetworkInsightsAnalysis`,
  },
  {
    reason: 'IPv6 only; Reachability Analyzer knows IPv4 only',
    page: 'https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html',
    calls: `
      AssignIpv6Addresses AssociateSubnetCidrBlock DisassociateSubnetCidrBlock UnassignIpv6Addresses`,
  },
  {
    reason: 'EC2-Classic, which AWS has retired',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/classic-link.html',
    calls: `
      AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink DisableVpcClassicLinkDnsSupport
      EnableVpcClassicLink EnableVpcClassicLinkDnsSupport MoveAddressToVpc RestoreAddressToClassic`,
  },
  {
    reason: 'A new one is empty, and AWS refuses to delete one that is used',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html',
    calls: `
      CreateCustomerGateway CreateDefaultSubnet CreateDefaultVpc CreateSubnet CreateVpc DeleteCustomerGateway
      DeleteSubnet DeleteVpc`,
  },
  {
    reason:
      'Descriptions, tags, names, prices, notifications, permissions, keys of tunnels, an address that is not assigned yet, and settings for what is launched later',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html',
    calls: `
      AcceptAddressTransfer AssociateNetworkingFlexCostAllocationPolicy CreateNetworkInterfacePermission
      CreateNetworkingFlexCostAllocationPolicy CreateSubnetCidrReservation CreateTags
      CreateTransitGatewayMeteringPolicy CreateTransitGatewayMeteringPolicyEntry
      CreateVpcEndpointConnectionNotification DeleteNetworkInterfacePermission
      DeleteNetworkingFlexCostAllocationPolicies DeleteSubnetCidrReservation DeleteTags
      DeleteTransitGatewayMeteringPolicy DeleteTransitGatewayMeteringPolicyEntry
      DeleteVpcEndpointConnectionNotifications DisableAddressTransfer DisassociateNetworkingFlexCostAllocationPolicy
      EnableAddressTransfer ModifyAddressAttribute ModifyNetworkingFlexCostAllocationPolicy
      ModifyPrivateDnsNameOptions ModifyPublicIpDnsNameOptions ModifySubnetAttribute
      ModifyTransitGatewayMeteringPolicy ModifyVpcAttribute ModifyVpcEndpointConnectionNotification
      ModifyVpcEndpointPayerResponsibility ModifyVpcEndpointServicePayerResponsibility ModifyVpcTenancy
      ModifyVpnTunnelCertificate ModifyVpnTunnelOptions ReplaceVpnTunnel ResetAddressAttribute
      StartVpcEndpointServicePrivateDnsVerification UpdateSecurityGroupRuleDescriptionsEgress
      UpdateSecurityGroupRuleDescriptionsIngress ValidateSecurityGroupQuotasForInterface`,
  },
  {
    reason: 'Capacity, reservations and offers: another call launches the instance',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html',
    calls: `
      AcceptCapacityReservationBillingOwnership AcceptReservedInstancesExchangeQuote AllocateHosts
      AssociateCapacityReservationBillingOwner CancelCapacityReservation CancelCapacityReservationFleets
      CancelReservedInstancesListing CancelSpotInstanceRequests CreateCapacityManagerDataExport
      CreateCapacityReservationBySplitting CreateCapacityReservationCancellationQuote CreateCapacityReservation
      CreateCapacityReservationDateChangeQuote CreateCapacityReservationFleet
      CreateInterruptibleCapacityReservationAllocation CreatePlacementGroup CreateReservedInstancesListing
      CreateSpotDatafeedSubscription DeleteCapacityManagerDataExport DeletePlacementGroup
      DeleteQueuedReservedInstances DeleteSpotDatafeedSubscription DisableCapacityManager
      DisassociateCapacityReservationBillingOwner EnableCapacityManager ModifyAvailabilityZoneGroup
      ModifyCapacityReservation ModifyCapacityReservationFleet ModifyHosts ModifyInstanceCapacityReservationAttributes
      ModifyReservedInstances MoveCapacityReservationInstances PurchaseCapacityBlock PurchaseCapacityBlockExtension
      PurchaseHostReservation PurchaseReservedInstancesOffering PurchaseScheduledInstances
      RejectCapacityReservationBillingOwnership ReleaseHosts UpdateCapacityManagerMonitoredTagKeys
      UpdateCapacityManagerOrganizationsAccess UpdateInterruptibleCapacityReservationAllocation`,
  },
  {
    reason: 'Images, disks and the tasks that copy them',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html',
    calls: `
      AttachImageWatermark AttachVolume BundleInstance CancelBundleTask CancelConversionTask CancelExportTask
      CancelImageLaunchPermission CancelImportTask ConfirmProductInstance CopyFpgaImage CopyImage CopySnapshot
      CopyVolumes CreateDelegateMacVolumeOwnershipTask CreateFpgaImage CreateImage CreateImageUsageReport
      CreateInstanceExportTask CreateReplaceRootVolumeTask CreateRestoreImageTask CreateSnapshot CreateSnapshots
      CreateStoreImageTask CreateVolume DeleteFpgaImage DeleteImageUsageReport DeleteSnapshot DeleteVolume
      DeregisterImage DetachImageWatermark DetachVolume DisableAllowedImagesSettings DisableEbsEncryptionByDefault
      DisableFastLaunch DisableFastSnapshotRestores DisableImageBlockPublicAccess DisableImage DisableImageDeprecation
      DisableImageDeregistrationProtection DisableSnapshotBlockPublicAccess EnableAllowedImagesSettings
      EnableEbsEncryptionByDefault EnableFastLaunch EnableFastSnapshotRestores EnableImageBlockPublicAccess
      EnableImage EnableImageDeprecation EnableImageDeregistrationProtection EnableSnapshotBlockPublicAccess
      EnableVolumeIO ImportImage ImportInstance ImportSnapshot ImportVolume LockSnapshot ModifyEbsDefaultKmsKeyId
      ModifyFpgaImageAttribute ModifyIdFormat ModifyIdentityIdFormat ModifyImageAttribute ModifySnapshotAttribute
      ModifySnapshotTier ModifyVolumeAttribute ModifyVolume RegisterImage ReplaceImageCriteriaInAllowedImagesSettings
      ReplaceImageInstanceTypeSpecification ResetEbsDefaultKmsKeyId ResetFpgaImageAttribute ResetImageAttribute
      ResetSnapshotAttribute RestoreImageFromRecycleBin RestoreSnapshotFromRecycleBin RestoreSnapshotTier
      RestoreVolumeFromRecycleBin UnlockSnapshot`,
  },
  {
    reason:
      'Settings of instances that do not affect traffic: keys, roles, launch templates, metadata, status checks, credits, placement, reboots',
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html',
    calls: `
      AssociateApplicationStatusCheck AssociateEnclaveCertificateIamRole AssociateIamInstanceProfile
      AssociateInstanceEventWindow CancelDeclarativePoliciesReport CreateApplicationStatusCheck
      CreateInstanceEventWindow CreateKeyPair CreateLaunchTemplate CreateLaunchTemplateVersion
      CreateMacSystemIntegrityProtectionModificationTask CreateMetricCategory DeleteApplicationStatusCheck
      DeleteInstanceEventWindow DeleteKeyPair DeleteLaunchTemplate DeleteLaunchTemplateVersions DeleteMetricCategory
      DeregisterInstanceEventNotificationAttributes DisableApplicationStatusCheckSuppression
      DisableAwsNetworkPerformanceMetricSubscription DisableInstanceSqlHaStandbyDetections DisableSerialConsoleAccess
      DisassociateApplicationStatusCheck DisassociateEnclaveCertificateIamRole DisassociateIamInstanceProfile
      DisassociateInstanceEventWindow EnableApplicationStatusCheckSuppression
      EnableAwsNetworkPerformanceMetricSubscription EnableInstanceSqlHaStandbyDetections EnableSerialConsoleAccess
      ImportKeyPair ModifyApplicationStatusCheck ModifyDefaultCreditSpecification ModifyInstanceCpuOptions
      ModifyInstanceCreditSpecification ModifyInstanceEventStartTime ModifyInstanceEventWindow
      ModifyInstanceMaintenanceOptions ModifyInstanceMetadataDefaults ModifyInstanceMetadataOptions
      ModifyInstanceNetworkPerformanceOptions ModifyInstancePlacement ModifyLaunchTemplate ModifyMetricCategory
      MonitorInstances RebootInstances RegisterInstanceEventNotificationAttributes
      ReplaceIamInstanceProfileAssociation ReportInstanceStatus SendDiagnosticInterrupt StartDeclarativePoliciesReport
      UnmonitorInstances`,
  },
];

/** The same for both APIs of Elastic Load Balancing. */
export const LOAD_BALANCER_CALLS_WITHOUT_EFFECT: readonly CallsWithoutEffect[] = [
  {
    reason: 'Certificates and trust stores decide about TLS, not about packets',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html',
    calls: `
      AddListenerCertificates AddTrustStoreRevocations CreateTrustStore DeleteSharedTrustStoreAssociation
      DeleteTrustStore ModifyTrustStore RemoveListenerCertificates RemoveTrustStoreRevocations
      SetLoadBalancerListenerSSLCertificate`,
  },
  {
    reason: 'Tags and capacity',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyCapacityReservation.html',
    calls: `
      AddTags ModifyCapacityReservation RemoveTags`,
  },
  {
    reason: 'Health checks: Reachability Analyzer does not look at the health of targets',
    page: 'https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html',
    calls: `
      ConfigureHealthCheck ModifyTargetGroup`,
  },
  {
    reason: 'No listener uses a new target group, and AWS refuses to delete one that a listener uses',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html',
    calls: `
      CreateTargetGroup DeleteTargetGroup`,
  },
  {
    reason: 'Stickiness, headers, timeouts and policies of requests',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Operations.html',
    calls: `
      CreateAppCookieStickinessPolicy CreateLBCookieStickinessPolicy CreateLoadBalancerPolicy DeleteLoadBalancerPolicy
      ModifyListenerAttributes SetLoadBalancerPoliciesForBackendServer SetLoadBalancerPoliciesOfListener`,
  },
];

/** The same for Network Firewall. */
export const FIREWALL_CALLS_WITHOUT_EFFECT: readonly CallsWithoutEffect[] = [
  {
    reason:
      'Reachability Analyzer does not read these: no Describe call for them is among the permissions that it needs',
    page: 'https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html',
    calls: `
      AttachRuleGroupsToProxyConfiguration CreateProxy CreateProxyConfiguration CreateProxyRuleGroup CreateProxyRules
      CreateTLSInspectionConfiguration DeleteProxy DeleteProxyConfiguration DeleteProxyRuleGroup DeleteProxyRules
      DeleteTLSInspectionConfiguration DetachRuleGroupsFromProxyConfiguration UpdateProxy UpdateProxyConfiguration
      UpdateProxyRule UpdateProxyRuleGroupPriorities UpdateProxyRulePriorities UpdateTLSInspectionConfiguration`,
  },
  {
    reason: 'No firewall uses a new one, and AWS refuses to delete one that is in use',
    page: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DeleteFirewallPolicy.html',
    calls: `
      CreateFirewallPolicy CreateRuleGroup DeleteFirewallPolicy DeleteRuleGroup`,
  },
  {
    reason: 'Tags, descriptions, protection against changes, logs, reports and encryption at rest',
    page: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_Operations.html',
    calls: `
      StartAnalysisReport StartFlowCapture StartFlowFlush TagResource UntagResource
      UpdateAvailabilityZoneChangeProtection UpdateFirewallAnalysisSettings UpdateFirewallDeleteProtection
      UpdateFirewallDescription UpdateFirewallEncryptionConfiguration UpdateFirewallPolicyChangeProtection
      UpdateLoggingConfiguration UpdateSubnetChangeProtection`,
  },
];
