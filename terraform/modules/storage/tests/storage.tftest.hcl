# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project  = "demo-project"
  location = "europe-west1"
}

run "inventory" {
  command = apply
  assert {
    condition = alltrue([for bucket in [google_storage_bucket.code, google_storage_bucket.reports] :
    bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access])
    error_message = "No bucket can become public."
  }
  assert {
    condition     = [for rule in google_storage_bucket.reports.lifecycle_rule : one(rule.condition).age if one(rule.action).type == "Delete"][0] == 400
    error_message = "Reports are deleted at their age."
  }
  assert {
    condition     = length(google_storage_bucket_iam_member.reader) == 0
    error_message = "Nobody reads reports unless named."
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
    report_days = 1
  }
  expect_failures = [var.report_days]
}
