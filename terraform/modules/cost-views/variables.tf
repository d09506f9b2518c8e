# SPDX-License-Identifier: Apache-2.0
variable "dataset" {
  description = "Dataset in which the views are made; it exists."
  type        = string
  nullable    = false
  validation {
    condition     = can(regex("^[A-Za-z0-9_]{1,200}$", var.dataset))
    error_message = "The dataset must have letters, digits and underscores only."
  }
}

variable "export" {
  description = "Table of the billing export, standard or detailed: its project, dataset and name."
  type        = object({ project = string, dataset = string, table = string })
  nullable    = false
  validation {
    condition     = can(regex("^[a-z][a-z0-9:.-]{4,60}[a-z0-9]$", var.export.project)) && can(regex("^[A-Za-z0-9_]{1,200}$", var.export.dataset))
    error_message = "The export must be named by the id of its project and by its dataset."
  }
  validation {
    condition     = can(regex("^gcp_billing_export_(resource_)?v1_[A-Z0-9_]{1,60}$", var.export.table))
    error_message = "The table must be that of a billing export, such as gcp_billing_export_v1_01AB23_CD45EF_67AB89. Cloud Billing, Billing export shows it."
  }
}

variable "project" {
  description = "Id of the project with the dataset."
  type        = string
  nullable    = false
}
