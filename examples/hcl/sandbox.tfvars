# For the network that the sandbox has by default, examples/networks/web.json.
web_instance_id     = "i-069d0aef3b4c38bc7"
batch_instance_id   = "i-08bf2c015d6e5ade9"
internet_gateway_id = "igw-0d15e6b7a8c9f0324"
