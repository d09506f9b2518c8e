# SPDX-License-Identifier: Apache-2.0
locals {
  _log_project = coalesce(var.log_project, var.project)
  _log_buckets = {
    operations = {
      days        = 30
      description = "Lines of the functions."
      filter      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=(${join(" OR ", [for name in sort(var.functions) : "\"${name}\""])})"
    }
    audit = {
      days        = 90
      description = "Changes of the project, and transitions of migrations."
      filter      = "log_id(\"cloudaudit.googleapis.com/activity\") OR log_id(\"cloudaudit.googleapis.com/data_access\") OR jsonPayload.event=\"migration.transition\""
    }
  }
}

resource "google_logging_project_bucket_config" "bucket" {
  for_each = local._log_buckets

  project        = local._log_project
  location       = var.location
  bucket_id      = "truename-${each.key}"
  retention_days = each.value.days
  description    = each.value.description
}

resource "google_logging_project_sink" "sink" {
  for_each = local._log_buckets

  project                = var.project
  name                   = "truename-${each.key}"
  description            = each.value.description
  destination            = "logging.googleapis.com/projects/${local._log_project}/locations/${var.location}/buckets/${google_logging_project_bucket_config.bucket[each.key].bucket_id}"
  filter                 = each.value.filter
  unique_writer_identity = true
}

# In its own project a sink writes without a grant, and may have no identity to grant it to.
resource "google_project_iam_member" "sink" {
  for_each = local._log_project == var.project ? {} : local._log_buckets

  project = local._log_project
  role    = "roles/logging.bucketWriter"
  member  = google_logging_project_sink.sink[each.key].writer_identity
  condition {
    title      = "truename-${each.key}"
    expression = "resource.name.endsWith(\"locations/${var.location}/buckets/truename-${each.key}\")"
  }
}
