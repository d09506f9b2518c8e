# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {}

variables {
  project = "demo-project"
  dataset = "truename"
  export  = { project = "billing-project", dataset = "billing", table = "gcp_billing_export_v1_01AB23_CD45EF_67AB89" }
}

run "daily" {
  command = apply
  assert {
    condition     = output.daily == "demo-project.truename.truename_daily_costs"
    error_message = "The view is named."
  }
  assert {
    condition     = strcontains(google_bigquery_table.daily.view[0].query, "`billing-project.billing.gcp_billing_export_v1_01AB23_CD45EF_67AB89`") && !strcontains(google_bigquery_table.daily.view[0].query, "JOIN")
    error_message = "The view reads the export, and joins no credits."
  }
}

run "another_table" {
  command = plan
  variables {
    export = { project = "billing-project", dataset = "billing", table = "files` UNION ALL SELECT" }
  }
  expect_failures = [var.export]
}

run "another_dataset" {
  command = plan
  variables {
    dataset = "a-b"
  }
  expect_failures = [var.dataset]
}
