aws_region          = "eu-central-1"
notification_emails = ["network@example.com"]

paths = {
  web-to-internet = {
    source           = "i-0a1b2c3d4e5f60718"
    destination      = "igw-0a1b2c3d4e5f60718"
    destination_port = 443
  }
  internet-to-database = {
    source           = "igw-0a1b2c3d4e5f60718"
    destination      = "eni-0a1b2c3d4e5f60718"
    destination_port = 5432
    expect           = "unreachable"
  }
  web-to-partner = {
    source           = "i-0a1b2c3d4e5f60718"
    destination_ip   = "198.51.100.20"
    destination_port = 8443
  }
}
