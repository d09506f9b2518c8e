# SPDX-License-Identifier: Apache-2.0
output "subscriptions" {
  description = "Ids of the subscriptions by name."
  value       = { for name, subscription in google_pubsub_subscription.subscription : name => subscription.id }
  depends_on  = [google_pubsub_subscription_iam_member.dead_letter]
}

output "topic_names" {
  description = "Names of the topics by name, known once they exist."
  value       = { for name, topic in google_pubsub_topic.topic : name => topic.name }
}

output "topics" {
  description = "Ids of the topics by name."
  value       = { for name, topic in google_pubsub_topic.topic : name => topic.id }
}
