# SPDX-License-Identifier: Apache-2.0
variable "catalog" {
  description = "Folder of the catalog."
  type        = string
  nullable    = false
}

variable "functions" {
  description = "Names of the deployed functions. A schedule whose topic serves none of them is left out."
  type        = set(string)
  nullable    = false
}

variable "paused" {
  description = "Names of schedules that do not run."
  type        = set(string)
  default     = []
  nullable    = false
  validation {
    condition     = alltrue([for name in var.paused : contains(keys(yamldecode(file("${var.catalog}/functions.yaml")).schedules), name)])
    error_message = "A paused schedule is not in functions.yaml."
  }
}

variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region of the jobs."
  type        = string
  nullable    = false
}

variable "topics" {
  description = "Ids of the topics by name."
  type        = map(string)
  nullable    = false
}
