# SPDX-License-Identifier: Apache-2.0
terraform {
  required_version = ">= 1.11"

  # The bucket comes with `terraform init`: README.md.
  backend "gcs" {
    prefix = "truename"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "7.45.0"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
  # Budgets and a few other calls name a project that pays for the quota.
  user_project_override = true
  billing_project       = var.project
}
