# SPDX-License-Identifier: Apache-2.0
locals {
  _catalog = yamldecode(file("${var.catalog}/functions.yaml"))
  # By names: addresses are known only after the apply.
  _deployed     = toset(keys(var.functions))
  subscriptions = { for name, subscription in local._catalog.subscriptions : name => subscription if !can(subscription.push) || contains(local._deployed, try(subscription.push.function, "")) }
  dead_letters  = { for name, subscription in local.subscriptions : name => subscription.deadLetter if can(subscription.deadLetter) }
  pushed        = toset([for subscription in values(local.subscriptions) : subscription.push.function if can(subscription.push)])
}

resource "google_pubsub_topic" "topic" {
  for_each = local._catalog.topics

  project                    = var.project
  name                       = each.key
  message_retention_duration = "${each.value.retentionSeconds}s"
}

resource "google_pubsub_subscription" "subscription" {
  for_each = local.subscriptions

  project                    = var.project
  name                       = each.key
  topic                      = google_pubsub_topic.topic[each.value.topic].id
  filter                     = try(each.value.filter, null)
  ack_deadline_seconds       = each.value.ackDeadlineSeconds
  message_retention_duration = "${each.value.retentionSeconds}s"

  # Never: a subscription that nobody used for a month would vanish otherwise, dead-letters-kept among them.
  expiration_policy {
    ttl = ""
  }

  dynamic "retry_policy" {
    for_each = try([each.value.retry], [])
    content {
      minimum_backoff = "${retry_policy.value.minimumBackoffSeconds}s"
      maximum_backoff = "${retry_policy.value.maximumBackoffSeconds}s"
    }
  }

  dynamic "dead_letter_policy" {
    for_each = try([each.value.deadLetter], [])
    content {
      dead_letter_topic     = google_pubsub_topic.topic[dead_letter_policy.value.topic].id
      max_delivery_attempts = dead_letter_policy.value.maxDeliveryAttempts
    }
  }

  # The function checks nothing: Cloud Run refuses a push whose token is not that of the service account below.
  dynamic "push_config" {
    for_each = try([each.value.push], [])
    content {
      push_endpoint = "${var.functions[push_config.value.function]}${push_config.value.path}"
      oidc_token {
        service_account_email = google_service_account.push[push_config.value.function].email
        audience              = var.functions[push_config.value.function]
      }
    }
  }

  depends_on = [google_cloud_run_service_iam_member.push, google_service_account_iam_member.push, google_pubsub_topic_iam_member.dead_letter]
}
