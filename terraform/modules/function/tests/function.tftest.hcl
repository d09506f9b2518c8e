# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project               = "demo-project"
  region                = "europe-west1"
  name                  = "migrate"
  artifacts             = "demo-code"
  build_service_account = "projects/demo-project/serviceAccounts/build@demo-project.iam.gserviceaccount.com"
  zip                   = "main.tf"
  function = {
    description    = "Migrates."
    entryPoint     = "io.truename.migrate.MigrateFunction"
    timeoutSeconds = 120
    memoryMiB      = 1024
    environment    = { TRUENAME_STEPS_TOPIC = "migration-steps" }
  }
  scaling  = { min = 0, max = 4, concurrency = 16 }
  database = { connections = 40 }
  secrets  = { TRUENAME_DATABASE_URL = "migrate-database-url" }
  topics   = ["migration-steps", "dead-letters"]
  buckets  = { TRUENAME_REPORTS_BUCKET = "demo-project-truename-reports" }
  roles    = ["roles/monitoring.metricWriter"]
  invokers = { search = "group:search@example.com" }
  network  = { network = "main", subnetwork = "functions" }
}

run "inventory" {
  command = apply
  assert {
    condition = (
      length(google_pubsub_topic_iam_member.publisher) == 2
      && google_storage_bucket_iam_member.creator["TRUENAME_REPORTS_BUCKET"].bucket == "demo-project-truename-reports"
      && length(google_storage_bucket_iam_member.viewer) == 1
      && length(google_secret_manager_secret_iam_member.reader) == 1
      && length(google_project_iam_member.role) == 1
      && length(google_cloud_run_service_iam_member.invoker) == 1
    )
    error_message = "The function gets its grants and no others."
  }
  assert {
    condition     = google_storage_bucket_object.code.name == "migrate/${filesha256("main.tf")}.zip"
    error_message = "New code has a new name."
  }
  assert {
    condition     = google_cloudfunctions2_function.function.service_config[0].service_account_email == google_service_account.function.email && google_service_account.function.account_id == "truename-migrate"
    error_message = "The function has a service account of its own."
  }
  assert {
    condition     = alltrue([for secret in google_cloudfunctions2_function.function.service_config[0].secret_environment_variables : secret.secret == "migrate-database-url"])
    error_message = "Secrets are references."
  }
  assert {
    condition = google_cloudfunctions2_function.function.service_config[0].environment_variables == tomap({
      TRUENAME_STEPS_TOPIC = "migration-steps", GOOGLE_CLOUD_PROJECT = "demo-project", TRUENAME_REGION = "europe-west1"
    })
    error_message = "Settings are the catalog's, and where the function runs."
  }
  assert {
    condition     = google_cloudfunctions2_function.function.service_config[0].all_traffic_on_latest_revision
    error_message = "A new revision takes all requests unless it is staged."
  }
}

run "staged_revision_waits" {
  command = plan
  variables {
    staged = true
  }
  assert {
    condition     = google_cloudfunctions2_function.function.service_config[0].all_traffic_on_latest_revision == false
    error_message = "A staged revision must not take requests by itself."
  }
}

run "callers_are_named" {
  command = plan
  variables {
    invokers = { world = "allUsers" }
  }
  expect_failures = [var.invokers]
}

run "pool_fits_the_database" {
  command = plan
  variables {
    scaling = { min = 0, max = 7, concurrency = 16 }
  }
  expect_failures = [var.scaling]
}

run "no_basic_role" {
  command = plan
  variables {
    roles = ["roles/editor"]
  }
  expect_failures = [var.roles]
}

run "name_of_a_service_account" {
  command = plan
  variables {
    name = "a-name-that-is-too-long"
  }
  expect_failures = [var.name]
}

run "zip_exists" {
  command = plan
  variables {
    zip = "nowhere.zip"
  }
  expect_failures = [var.zip]
}

run "least_memory" {
  command = plan
  variables {
    function = { description = "Migrates.", entryPoint = "a.B", timeoutSeconds = 60, memoryMiB = 128 }
  }
  expect_failures = [var.function]
}
