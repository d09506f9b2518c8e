# SPDX-License-Identifier: Apache-2.0
resource "google_secret_manager_secret" "secret" {
  for_each = var.secrets

  project     = var.project
  secret_id   = each.key
  annotations = { purpose = each.value }
  # A version that somebody destroyed by mistake can be brought back for a week.
  version_destroy_ttl = "604800s"
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}
