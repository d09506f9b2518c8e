# SPDX-License-Identifier: Apache-2.0
variable "catalog" {
  description = "Folder of the catalog."
  type        = string
  nullable    = false
}

variable "filters" {
  description = "Monitoring filter of each series that an alert compares, as alert/name/condition."
  type        = map(string)
  nullable    = false
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "slos" {
  description = "Service level objectives by name."
  type        = map(string)
  nullable    = false
}

variable "thresholds" {
  description = "Thresholds in place of those in alerts.yaml, by alert/condition."
  type        = map(number)
  default     = {}
  nullable    = false
}
