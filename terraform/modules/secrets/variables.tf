# SPDX-License-Identifier: Apache-2.0
variable "project" {
  description = "Id of the project."
  type        = string
  nullable    = false
}

variable "region" {
  description = "Region that keeps the secrets."
  type        = string
  nullable    = false
}

variable "secrets" {
  description = "Purpose of each secret by its id. Their values never pass through Terraform."
  type        = map(string)
  nullable    = false
  validation {
    condition     = alltrue([for id in keys(var.secrets) : can(regex("^[A-Za-z0-9_-]{1,255}$", id))])
    error_message = "The id of a secret must have 1 to 255 letters, digits, hyphens and underscores."
  }
}
