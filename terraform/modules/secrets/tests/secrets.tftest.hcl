# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project = "demo-project"
  region  = "europe-west1"
  secrets = { migrate-database-url = "Database of migrate." }
}

run "inventory" {
  command = apply
  assert {
    condition     = google_secret_manager_secret.secret["migrate-database-url"].replication[0].user_managed[0].replicas[0].location == "europe-west1"
    error_message = "A secret stays in the region."
  }
  assert {
    condition     = google_secret_manager_secret.secret["migrate-database-url"].version_destroy_ttl == "604800s"
    error_message = "A destroyed version can be brought back."
  }
}

run "id" {
  command = plan
  variables {
    secrets = { "database url" = "Not an id." }
  }
  expect_failures = [var.secrets]
}
