# SPDX-License-Identifier: Apache-2.0
resource "google_monitoring_notification_channel" "channel" {
  for_each = var.channels

  project      = var.project
  display_name = each.value.name
  type         = each.value.kind
  labels = merge(
    each.value.kind == "email" ? { email_address = each.value.address } : {},
    each.value.kind == "slack" ? { channel_name = each.value.address } : {},
  )
  dynamic "sensitive_labels" {
    for_each = each.value.kind == "slack" ? [each.key] : []
    content {
      auth_token_wo         = var.channel_secrets[sensitive_labels.value]
      auth_token_wo_version = var.channel_secrets_version
    }
  }
  dynamic "sensitive_labels" {
    for_each = each.value.kind == "pagerduty" ? [each.key] : []
    content {
      service_key_wo         = var.channel_secrets[sensitive_labels.value]
      service_key_wo_version = var.channel_secrets_version
    }
  }

  # So a channel goes after the policies that named it were changed. The API refuses to delete one in use.
  lifecycle {
    create_before_destroy = true
  }
}

# Every alert is also published, for programs that act on it. The grant goes to Monitoring's service agent, which sends the messages.
resource "google_monitoring_notification_channel" "incidents" {
  count        = var.incidents == null ? 0 : 1
  project      = var.project
  display_name = "Topic of incidents"
  type         = "pubsub"
  labels       = { topic = var.incidents.topic }
  depends_on   = [google_pubsub_topic_iam_member.incidents]
}

resource "google_pubsub_topic_iam_member" "incidents" {
  count   = var.incidents == null ? 0 : 1
  project = var.project
  topic   = var.incidents.topic
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:service-${var.incidents.project_number}@gcp-sa-monitoring-notification.iam.gserviceaccount.com"
}
