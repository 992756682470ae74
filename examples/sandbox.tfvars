# For the network that the sandbox has by default, examples/networks/web.json.
settle_seconds = 2

paths = {
  web-to-internet = {
    source           = "i-069d0aef3b4c38bc7"
    destination      = "igw-0d15e6b7a8c9f0324"
    destination_port = 443
  }
}
