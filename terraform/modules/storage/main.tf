# SPDX-License-Identifier: Apache-2.0
# Names of buckets are unique in the world, those of projects too.
resource "google_storage_bucket" "code" {
  project                     = var.project
  name                        = "${var.project}-truename-code"
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Each upload has a name of its own, and a build takes it once. The newest must stay: its name may not change for years.
  versioning {
    enabled = true
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 30
      with_state                 = "ARCHIVED"
    }
  }
}

resource "google_storage_bucket" "declared" {
  for_each = var.buckets

  project                     = var.project
  name                        = "${var.project}-truename-${each.key}"
  location                    = var.location
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  lifecycle_rule {
    action {
      type          = "SetStorageClass"
      storage_class = "NEARLINE"
    }
    condition {
      age = 30
    }
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = each.value.retentionDays
    }
  }
}

resource "google_storage_bucket_iam_member" "reader" {
  for_each = { for pair in setproduct(keys(var.buckets), keys(var.readers)) : join("-", pair) => pair }

  bucket = google_storage_bucket.declared[each.value[0]].name
  role   = "roles/storage.objectViewer"
  member = var.readers[each.value[1]]
}
