# SPDX-License-Identifier: Apache-2.0
data "google_project" "project" {
  count      = var.billing == null ? 0 : 1
  project_id = var.project
}

resource "google_pubsub_topic_iam_member" "budget" {
  count   = var.billing == null ? 0 : 1
  project = var.project
  topic   = var.billing.topic
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:billing-budget-alert@system.gserviceaccount.com"
}

# A priority of P3: it tells, at 80 percent, while there is time.
resource "google_billing_budget" "budget" {
  count           = var.billing == null ? 0 : 1
  billing_account = var.billing.account
  display_name    = "Truename in ${var.project}"
  budget_filter {
    projects = ["projects/${data.google_project.project[0].number}"]
  }
  amount {
    specified_amount {
      units = tostring(var.billing.budget)
    }
  }
  dynamic "threshold_rules" {
    for_each = [0.8, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }
  all_updates_rule {
    pubsub_topic                     = var.billing.topic
    monitoring_notification_channels = slice(local.email_channels, 0, min(5, length(local.email_channels)))
  }
  depends_on = [google_pubsub_topic_iam_member.budget]
}

locals {
  # Budgets take channels of mail only, at most five.
  email_channels = [for key, channel in var.channels : google_monitoring_notification_channel.channel[key].name if channel.kind == "email"]
}
