# Two monitors side by side, each with a name and paths of its own, that report to the same topic.
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

locals {
  monitors = {
    web = {
      web-to-internet = {
        source           = var.web_instance_id
        destination      = var.internet_gateway_id
        destination_port = 443
      }
      web-sends-no-telnet = {
        source           = var.web_instance_id
        destination      = var.internet_gateway_id
        destination_port = 23
        expect           = "unreachable"
      }
    }
    batch = {
      batch-to-internet = {
        source           = var.batch_instance_id
        destination      = var.internet_gateway_id
        destination_port = 443
      }
    }
  }
}

module "reachability_monitor" {
  source   = "../../dist/terraform-module"
  for_each = local.monitors

  name          = each.key
  paths         = each.value
  create_topic  = false
  sns_topic_arn = aws_sns_topic.network.arn
}
