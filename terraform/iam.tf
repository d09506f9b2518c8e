# SPDX-License-Identifier: Apache-2.0
# Builds run as an account that can do nothing else. The default one has the role of an editor in many projects.
resource "google_service_account" "build" {
  project      = var.project
  account_id   = "truename-build"
  display_name = "Builds of Truename"

  depends_on = [google_project_service.service]
}

resource "google_project_iam_member" "build" {
  for_each = toset(["roles/artifactregistry.writer", "roles/logging.logWriter"])

  project = var.project
  role    = each.value
  member  = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = module.storage.code
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

# The probe asks the other functions whether they answer, and generate for ids.
resource "google_cloud_run_service_iam_member" "probe" {
  for_each = toset(local._probed)

  project  = var.project
  location = var.region
  service  = module.function[each.value].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${module.function["probe"].service_account}"
}

# tune pauses and resumes migrations, and has known look-ups warmed, once an automatic action is switched on in actions.yaml.
resource "google_cloud_run_service_iam_member" "tune" {
  for_each = toset(local._commanded)

  project  = var.project
  location = var.region
  service  = module.function[each.value].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${module.function["tune"].service_account}"
}

# report asks the billing export for costs: of that table, and of nothing else.
resource "google_bigquery_table_iam_member" "billing" {
  count = local._billing_table != null && contains(keys(var.functions), "report") ? 1 : 0

  project    = local._billing_table.project
  dataset_id = local._billing_table.dataset
  table_id   = local._billing_table.table
  role       = "roles/bigquery.dataViewer"
  member     = "serviceAccount:${module.function["report"].service_account}"
}
