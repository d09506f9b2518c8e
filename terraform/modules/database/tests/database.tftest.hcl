# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project = "demo-project"
  region  = "europe-west1"
  network = "projects/demo-project/global/networks/main"
}

run "inventory" {
  command = apply
  assert {
    condition = (
      google_sql_database_instance.instance[0].settings[0].backup_configuration[0].point_in_time_recovery_enabled
      && google_sql_database_instance.instance[0].deletion_protection
      && !google_sql_database_instance.instance[0].settings[0].ip_configuration[0].ipv4_enabled
    )
    error_message = "The instance can be restored to any moment, is protected, and has no public address."
  }
  assert {
    condition     = contains([for flag in google_sql_database_instance.instance[0].settings[0].database_flags : "${flag.name}=${flag.value}"], "max_connections=100") && output.connections == 80
    error_message = "Functions share the connections of the server without a reserve."
  }
}

run "existing" {
  command = apply
  variables {
    existing = "corpus"
    network  = null
    logins   = { "anna@example.com" = "CLOUD_IAM_USER" }
  }
  assert {
    condition     = length(google_sql_database_instance.instance) == 0 && length(google_sql_database.corpus) == 0 && output.instance == "demo-project:corpus"
    error_message = "An existing instance is only referred to."
  }
  assert {
    condition     = google_sql_user.person["anna@example.com"].instance == "corpus"
    error_message = "People log in there."
  }
  assert {
    condition     = google_project_iam_member.person["anna@example.com"].member == "user:anna@example.com" && strcontains(google_project_iam_member.person["anna@example.com"].condition[0].expression, "instances/corpus")
    error_message = "A login is granted for the one instance."
  }
}

run "network" {
  command = plan
  variables {
    network = null
  }
  expect_failures = [var.network]
}

run "maintenance" {
  command = plan
  variables {
    deny_maintenance = { start = "tomorrow", end = "2027-01-31" }
  }
  expect_failures = [var.deny_maintenance]
}

run "tier" {
  command = plan
  variables {
    tier = "n1-standard-1"
  }
  expect_failures = [var.tier]
}

run "availability" {
  command = plan
  variables {
    availability = "always"
  }
  expect_failures = [var.availability]
}
