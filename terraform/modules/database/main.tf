# SPDX-License-Identifier: Apache-2.0
data "google_sql_database_instance" "existing" {
  count   = var.existing == null ? 0 : 1
  project = var.project
  name    = var.existing
}

resource "google_sql_database_instance" "instance" {
  count = var.existing == null ? 1 : 0

  project             = var.project
  region              = var.region
  name                = "truename"
  database_version    = "POSTGRES_17"
  deletion_protection = true

  settings {
    edition                     = "ENTERPRISE"
    tier                        = var.tier
    availability_type           = var.availability
    disk_size                   = var.disk_gb
    disk_autoresize             = true
    deletion_protection_enabled = true

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      # Functions connect without TLS as yet, so the private address is the protection.
      ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      start_time                     = var.backup.start
      transaction_log_retention_days = var.backup.log_days
      backup_retention_settings {
        retained_backups = var.backup.retained
      }
    }

    # Sundays at 4 in UTC, when neither a nightly scan nor a backup runs.
    maintenance_window {
      day          = 7
      hour         = 4
      update_track = "stable"
    }
    dynamic "deny_maintenance_period" {
      for_each = var.deny_maintenance[*]
      content {
        start_date = deny_maintenance_period.value.start
        end_date   = deny_maintenance_period.value.end
        time       = "00:00:00"
      }
    }

    dynamic "database_flags" {
      for_each = {
        "cloudsql.iam_authentication"         = "on"
        "log_lock_waits"                      = "on"
        "log_min_duration_statement"          = "1000"
        "idle_in_transaction_session_timeout" = "600000"
        "max_connections"                     = tostring(var.connections)
      }
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }

    insights_config {
      query_insights_enabled  = true
      query_string_length     = 1024
      record_application_tags = true
      record_client_address   = false
    }
  }
}

locals {
  _instance = one(concat(google_sql_database_instance.instance[*].name, data.google_sql_database_instance.existing[*].name))
}

resource "google_sql_database" "corpus" {
  count    = var.existing == null ? 1 : 0
  project  = var.project
  instance = local._instance
  name     = "truename"
}

# A login needs both: a user of the instance, and this role.
resource "google_project_iam_member" "person" {
  for_each = var.logins

  project = var.project
  role    = "roles/cloudsql.instanceUser"
  member  = "${each.value == "CLOUD_IAM_GROUP" ? "group" : "user"}:${each.key}"
  condition {
    title      = "truename-${local._instance}"
    expression = "resource.name == \"projects/${var.project}/instances/${local._instance}\" && resource.service == \"sqladmin.googleapis.com\""
  }
}

resource "google_sql_user" "person" {
  for_each = var.logins

  project  = var.project
  instance = local._instance
  name     = each.key
  type     = each.value
}
