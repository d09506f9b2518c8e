# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789" }
  }
}

variables {
  project         = "demo-project"
  region          = "europe-west1"
  channel_secrets = {}
  channels        = { mail = { kind = "email", name = "On call", address = "on-call@example.com" } }
  functions = {
    generate = { zip = "main.tf", invokers = { search = "group:search@example.com" } }
    migrate  = { zip = "main.tf" }
    probe    = { zip = "main.tf", redis = true }
    tune     = { zip = "main.tf" }
    report   = { zip = "main.tf" }
  }
  database = {}
  mapping  = "main.tf"
  network  = { network = "main", subnetwork = "functions" }
}

run "whole" {
  command = apply
  assert {
    condition     = keys(output.uris) == tolist(keys(local._declared)) || join(",", keys(output.uris)) == join(",", keys(local._declared))
    error_message = "Every function of the catalog is deployed."
  }
  assert {
    condition     = toset(output.secrets) == toset(["migrate-database-url", "probe-database-url", "probe-redis-url", "report-database-url", "tune-database-url"])
    error_message = "Each function with a database has a secret of its own, and probe one for Redis."
  }
  assert {
    condition     = toset([for grant in google_cloud_run_service_iam_member.probe : grant.service]) == toset(["generate", "migrate", "report", "tune"])
    error_message = "The probe may call the others."
  }
  assert {
    condition     = toset([for grant in google_cloud_run_service_iam_member.tune : grant.service]) == toset(["migrate", "probe"]) && local._tune_environment == { TRUENAME_MIGRATE_URL = "https://migrate-123456789.europe-west1.run.app", TRUENAME_PROBE_URL = "https://probe-123456789.europe-west1.run.app" }
    error_message = "tune knows migrate and probe, and may call them."
  }
  assert {
    condition     = local._probe_environment.TRUENAME_ENDPOINTS == "generate=https://generate-123456789.europe-west1.run.app/health,migrate=https://migrate-123456789.europe-west1.run.app/health,report=https://report-123456789.europe-west1.run.app/health,tune=https://tune-123456789.europe-west1.run.app/health"
    error_message = "The probe knows the addresses of the others."
  }
  assert {
    condition     = !anytrue([for role in concat(flatten(values(local._roles)), [for grant in google_project_iam_member.build : grant.role]) : contains(["roles/owner", "roles/editor", "roles/viewer"], role)])
    error_message = "Nothing has a basic role."
  }
  assert {
    condition     = local._environments.report == { TRUENAME_MAPPING = file("main.tf"), TRUENAME_REPORT_ZONE = "Etc/UTC" } && length(google_bigquery_table_iam_member.billing) == 0
    error_message = "Without settings report has no links and no table, and its readers are in UTC."
  }
}

run "report_with_settings" {
  command = apply
  variables {
    report = {
      zone          = "America/Argentina/Buenos_Aires"
      feedback_url  = "https://reports.example.com/truename/"
      billing_table = "example.com:billing-project.exports.gcp_billing_export_v1_012345_6789AB_CDEF01"
    }
  }
  assert {
    condition = local._environments.report == {
      TRUENAME_MAPPING       = file("main.tf")
      TRUENAME_REPORT_ZONE   = "America/Argentina/Buenos_Aires"
      TRUENAME_FEEDBACK_URL  = "https://reports.example.com/truename/"
      TRUENAME_BILLING_TABLE = "example.com:billing-project.exports.gcp_billing_export_v1_012345_6789AB_CDEF01"
    }
    error_message = "The settings reach report."
  }
  assert {
    condition     = local._secrets.report.TRUENAME_FEEDBACK_KEY == "report-feedback-key" && contains(output.secrets, "report-feedback-key")
    error_message = "The key of the links is a secret, and a reference to it is the setting."
  }
  assert {
    condition     = one([for grant in google_bigquery_table_iam_member.billing : "${grant.project} ${grant.dataset_id} ${grant.table_id} ${grant.role}"]) == "example.com:billing-project exports gcp_billing_export_v1_012345_6789AB_CDEF01 roles/bigquery.dataViewer"
    error_message = "report may read the billing export."
  }
  assert {
    condition     = contains(local._roles.report, "roles/bigquery.jobUser")
    error_message = "report may run queries."
  }
}

run "generate_alone" {
  command = apply
  variables {
    functions = { generate = { zip = "main.tf" } }
    database  = null
    mapping   = null
    network   = null
  }
  assert {
    condition     = length(module.database) == 0 && length(output.secrets) == 0 && length(google_cloud_run_service_iam_member.probe) == 0
    error_message = "Without migrate, probe, tune and report there is no database."
  }
}
