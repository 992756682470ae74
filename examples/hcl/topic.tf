data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "network" {
  name = "network-alerts"
}

# The monitors publish under their own roles; their alarms need the topic's leave.
resource "aws_sns_topic_policy" "network" {
  arn = aws_sns_topic.network.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsMayPublish"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.network.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}
