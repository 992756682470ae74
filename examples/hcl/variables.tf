variable "web_instance_id" {
  type        = string
  description = "The web server."
}

variable "batch_instance_id" {
  type        = string
  description = "The server that runs the batch jobs."
}

variable "internet_gateway_id" {
  type        = string
  description = "The internet gateway of their VPC."
}
