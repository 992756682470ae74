# Takes a network insights path that exists already into a monitor: it keeps its ID and its analyses, and gets the monitor's
# tags. Source, destination, protocol and port must be those that it has, or Terraform would replace it; the plan says so.
# "npm run module" in the project's folder writes the module that this uses.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {}

import {
  to = module.reachability_monitor.aws_ec2_network_insights_path.path["web-to-internet"]
  # Terraform 1.5 takes no variable here.
  id = "nip-0a1b2c3d4e5f60718"
}

module "reachability_monitor" {
  source = "../../dist/terraform-module"

  paths = {
    web-to-internet = {
      source           = "i-069d0aef3b4c38bc7"
      destination      = "igw-0d15e6b7a8c9f0324"
      destination_port = 443
    }
  }
}
