# SPDX-License-Identifier: Apache-2.0
data "google_project" "project" {
  project_id = var.project
}

locals {
  _service_agent = "serviceAccount:service-${data.google_project.project.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

# One identity for each function: a push to one of them cannot call another.
resource "google_service_account" "push" {
  for_each = local.pushed

  project      = var.project
  account_id   = "truename-push-${each.value}"
  display_name = "Deliveries of Pub/Sub to ${each.value}"
}

resource "google_cloud_run_service_iam_member" "push" {
  for_each = local.pushed

  project  = var.project
  location = var.region
  service  = each.value
  role     = "roles/run.invoker"
  member   = google_service_account.push[each.value].member
}

# Pub/Sub makes the tokens of a push.
resource "google_service_account_iam_member" "push" {
  for_each = local.pushed

  service_account_id = google_service_account.push[each.value].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local._service_agent
}

# Without both grants Pub/Sub keeps trying and gives nothing up, and says so nowhere but in the console.
resource "google_pubsub_topic_iam_member" "dead_letter" {
  for_each = toset([for policy in values(local.dead_letters) : policy.topic])

  project = var.project
  topic   = google_pubsub_topic.topic[each.value].name
  role    = "roles/pubsub.publisher"
  member  = local._service_agent
}

resource "google_pubsub_subscription_iam_member" "dead_letter" {
  for_each = local.dead_letters

  project      = var.project
  subscription = google_pubsub_subscription.subscription[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local._service_agent
}
