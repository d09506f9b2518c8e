# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project  = "demo-project"
  location = "europe-west1"
  buckets  = { reports = { description = "Reports.", retentionDays = 400 } }
}

run "inventory" {
  command = apply
  assert {
    condition = alltrue([for bucket in [google_storage_bucket.code, google_storage_bucket.declared["reports"]] :
    bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access])
    error_message = "No bucket can become public."
  }
  assert {
    condition     = [for rule in google_storage_bucket.declared["reports"].lifecycle_rule : one(rule.condition).age if one(rule.action).type == "Delete"][0] == 400
    error_message = "Reports are deleted at their age."
  }
  assert {
    condition     = length(google_storage_bucket_iam_member.reader) == 0
    error_message = "Nobody reads reports unless named."
  }
}

run "readers" {
  command = apply
  variables {
    readers = { data = "group:data@example.com" }
  }
  assert {
    condition     = google_storage_bucket_iam_member.reader["reports-data"].bucket == "demo-project-truename-reports" && output.names == { reports = "demo-project-truename-reports" }
    error_message = "Those that are named read the buckets of the catalog."
  }
}

run "named_readers" {
  command = plan
  variables {
    readers = { all = "allAuthenticatedUsers" }
  }
  expect_failures = [var.readers]
}

run "days" {
  command = plan
  variables {
    buckets = { reports = { description = "Reports.", retentionDays = 59 } }
  }
  expect_failures = [var.buckets]
}
