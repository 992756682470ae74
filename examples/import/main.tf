# Takes a network insights path that exists already into a monitor: it keeps its ID and its analyses, and gets the monitor's
# tags. The source, destination, protocol and port must be those that it has, or Terraform would replace it; the plan says
# so. "npm run module" in the project's folder writes the module that this uses.

terraform {
  # Since then, the ID of an import may come from a variable.
  required_version = ">= 1.6"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {}

variable "path_id" {
  type        = string
  description = "The network insights path that exists, such as nip-0a1b2c3d4e5f60718."
}

variable "web_instance_id" {
  type        = string
  description = "The path's source."
}

variable "internet_gateway_id" {
  type        = string
  description = "The path's destination."
}

import {
  to = module.reachability_monitor.aws_ec2_network_insights_path.path["web-to-internet"]
  id = var.path_id
}

module "reachability_monitor" {
  source = "../../dist/terraform-module"

  paths = {
    web-to-internet = {
      source           = var.web_instance_id
      destination      = var.internet_gateway_id
      destination_port = 443
    }
  }
}
