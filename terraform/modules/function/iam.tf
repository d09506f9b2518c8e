# SPDX-License-Identifier: Apache-2.0
resource "google_service_account" "function" {
  project      = var.project
  account_id   = "truename-${var.name}"
  display_name = "Function ${var.name} of Truename"
}

resource "google_project_iam_member" "role" {
  for_each = var.roles

  project = var.project
  role    = each.value
  member  = google_service_account.function.member
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.topics

  project = var.project
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = google_service_account.function.member
}

# Who may create an object may not replace or delete one.
resource "google_storage_bucket_iam_member" "creator" {
  for_each = var.buckets

  bucket = each.value
  role   = "roles/storage.objectCreator"
  member = google_service_account.function.member
}

resource "google_storage_bucket_iam_member" "viewer" {
  for_each = var.buckets

  bucket = each.value
  role   = "roles/storage.objectViewer"
  member = google_service_account.function.member
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = var.secrets

  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function.member
}

# A function of the second generation is a service of Cloud Run, and that decides who may call it.
resource "google_cloud_run_service_iam_member" "invoker" {
  for_each = var.invokers

  project  = var.project
  location = var.region
  service  = google_cloudfunctions2_function.function.name
  role     = "roles/run.invoker"
  member   = each.value
}
