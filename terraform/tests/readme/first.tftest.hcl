# SPDX-License-Identifier: Apache-2.0
# Variables come from README.md: see check.
mock_provider "google" {}

run "first" {
  command = apply
  assert {
    condition     = join(",", keys(var.functions)) == "generate" && length(module.database) == 0
    error_message = "The first example deploys generate alone."
  }
}
