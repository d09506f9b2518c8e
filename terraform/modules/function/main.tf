# SPDX-License-Identifier: Apache-2.0
# The name changes with the content: otherwise Cloud Run functions would not notice new code.
resource "google_storage_bucket_object" "code" {
  bucket = var.artifacts
  name   = "${var.name}/${filesha256(var.zip)}.zip"
  source = var.zip
}

resource "google_cloudfunctions2_function" "function" {
  project     = var.project
  location    = var.region
  name        = var.name
  description = var.function.description

  build_config {
    runtime         = var.runtime
    entry_point     = var.function.entryPoint
    service_account = var.build_service_account
    source {
      storage_source {
        bucket = var.artifacts
        object = google_storage_bucket_object.code.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.function.email
    timeout_seconds                  = var.function.timeoutSeconds
    available_memory                 = "${var.function.memoryMiB}Mi"
    available_cpu                    = "1" # Less allows one request at a time only.
    min_instance_count               = var.scaling.min
    max_instance_count               = var.scaling.max
    max_instance_request_concurrency = var.scaling.concurrency
    ingress_settings                 = "ALLOW_ALL"
    all_traffic_on_latest_revision   = !var.staged
    environment_variables = merge(
      var.function.environment,
      { GOOGLE_CLOUD_PROJECT = var.project, TRUENAME_REGION = var.region },
      var.environment,
    )

    dynamic "secret_environment_variables" {
      for_each = var.secrets
      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }

    direct_vpc_egress = var.network == null ? null : "VPC_EGRESS_PRIVATE_RANGES_ONLY"
    dynamic "direct_vpc_network_interface" {
      for_each = var.network[*]
      content {
        network    = direct_vpc_network_interface.value.network
        subnetwork = direct_vpc_network_interface.value.subnetwork
      }
    }
  }

  # The first instance reads the secrets, and a self-check at its start must be able to write.
  depends_on = [
    google_project_iam_member.role,
    google_pubsub_topic_iam_member.publisher,
    google_secret_manager_secret_iam_member.reader,
    google_storage_bucket_iam_member.creator,
    google_storage_bucket_iam_member.viewer,
  ]
}
