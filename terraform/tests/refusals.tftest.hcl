# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project   = "demo-project"
  region    = "europe-west1"
  channels  = { mail = { kind = "email", name = "On call", address = "on-call@example.com" } }
  functions = { generate = { zip = "main.tf" } }
}

run "zone_instead_of_region" {
  command = plan
  variables {
    region = "europe-west1-b"
  }
  expect_failures = [var.region]
}

run "project_number" {
  command = plan
  variables {
    project = "123456789"
  }
  expect_failures = [var.project]
}

run "unknown_function" {
  command = plan
  variables {
    functions = { report = { zip = "main.tf" } }
  }
  expect_failures = [var.functions]
}

run "redis_of_another_function" {
  command = plan
  variables {
    functions = { generate = { zip = "main.tf", redis = true } }
  }
  expect_failures = [var.functions]
}

run "migrate_without_database" {
  command = plan
  variables {
    functions = { migrate = { zip = "main.tf" } }
  }
  expect_failures = [var.functions]
}

run "more_connections_than_the_database_has" {
  command = plan
  variables {
    functions = { migrate = { zip = "main.tf", max = 8 }, probe = { zip = "main.tf", max = 8 } }
    database  = {}
    mapping   = "main.tf"
    network   = { network = "main", subnetwork = "functions" }
  }
  expect_failures = [var.functions]
}

run "database_without_network" {
  command = plan
  variables {
    database = {}
  }
  expect_failures = [var.network]
}

run "no_mapping" {
  command = plan
  variables {
    mapping = "nowhere.yaml"
  }
  expect_failures = [var.mapping]
}

run "zone_without_a_name" {
  command = plan
  variables {
    functions = { report = { zip = "main.tf" } }
    database  = {}
    mapping   = "main.tf"
    network   = { network = "main", subnetwork = "functions" }
    report    = { zone = "UTC+1 " }
  }
  expect_failures = [var.report]
}

run "feedback_without_https" {
  command = plan
  variables {
    functions = { report = { zip = "main.tf" } }
    database  = {}
    mapping   = "main.tf"
    network   = { network = "main", subnetwork = "functions" }
    report    = { feedback_url = "http://reports.example.com/" }
  }
  expect_failures = [var.report]
}

run "feedback_without_a_slash" {
  command = plan
  variables {
    functions = { report = { zip = "main.tf" } }
    database  = {}
    mapping   = "main.tf"
    network   = { network = "main", subnetwork = "functions" }
    report    = { feedback_url = "https://reports.example.com" }
  }
  expect_failures = [var.report]
}

run "billing_table_without_a_dataset" {
  command = plan
  variables {
    functions = { report = { zip = "main.tf" } }
    database  = {}
    mapping   = "main.tf"
    network   = { network = "main", subnetwork = "functions" }
    report    = { billing_table = "my-project.gcp_billing_export_v1" }
  }
  expect_failures = [var.report]
}

run "feedback_without_report" {
  command = plan
  variables {
    report = { feedback_url = "https://reports.example.com/" }
  }
  expect_failures = [var.report]
}
