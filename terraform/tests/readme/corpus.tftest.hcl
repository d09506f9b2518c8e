# SPDX-License-Identifier: Apache-2.0
# Variables come from README.md: see check.
mock_provider "google" {}

run "corpus" {
  command = apply
  assert {
    condition     = join(",", keys(output.uris)) == "generate,migrate,probe,report,tune" && length(module.database) == 1
    error_message = "The second example deploys all functions with a database."
  }
  assert {
    condition     = toset([for channel in values(var.channels) : channel.kind]) == toset(["email", "slack", "pagerduty"])
    error_message = "The example of channels has each kind."
  }
  assert {
    condition     = contains(output.secrets, "report-feedback-key")
    error_message = "The example of report has links for feedback."
  }
}
