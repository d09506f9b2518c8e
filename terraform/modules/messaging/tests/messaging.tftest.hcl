# SPDX-License-Identifier: Apache-2.0
mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789" }
  }
}

variables {
  project   = "demo-project"
  region    = "europe-west1"
  catalog   = "../../catalog"
  functions = { generate = "https://generate.example.com", migrate = "https://migrate.example.com", probe = "https://probe.example.com", tune = "https://tune.example.com", report = "https://report.example.com" }
}

run "inventory" {
  command = apply
  assert {
    condition     = length(google_pubsub_topic.topic) == length(local._catalog.topics) && length(google_pubsub_subscription.subscription) == length(local._catalog.subscriptions)
    error_message = "Every topic and subscription of the catalog must be made."
  }
  assert {
    condition     = alltrue([for subscription in google_pubsub_subscription.subscription : subscription.expiration_policy[0].ttl == ""])
    error_message = "No subscription expires."
  }
  assert {
    condition = alltrue([for name, push in { for name, subscription in local.subscriptions : name => subscription.push if can(subscription.push) } : (
      google_pubsub_subscription.subscription[name].push_config[0].push_endpoint == "${var.functions[push.function]}${push.path}"
      && google_pubsub_subscription.subscription[name].push_config[0].oidc_token[0].audience == var.functions[push.function]
    )])
    error_message = "A push goes to the function's path, with a token for its address."
  }
  assert {
    condition = (
      toset([for grant in google_pubsub_subscription_iam_member.dead_letter : grant.subscription]) == toset([for name, subscription in google_pubsub_subscription.subscription : name if length(subscription.dead_letter_policy) > 0])
      && alltrue([for grant in google_pubsub_topic_iam_member.dead_letter : grant.member == "serviceAccount:service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com"])
    )
    error_message = "Pub/Sub may take messages from every subscription with a dead-letter policy, and publish them."
  }
  assert {
    condition     = alltrue([for name, topic in local.dead_letters : anytrue([for subscription in values(local.subscriptions) : subscription.topic == topic.topic && !can(subscription.push)])])
    error_message = "A topic of dead letters needs a subscription that keeps them."
  }
}

run "one_function_only" {
  command = apply
  variables {
    functions = { generate = "https://generate.example.com" }
  }
  assert {
    condition     = local.pushed == toset(["generate"]) && !contains(keys(google_pubsub_subscription.subscription), "migrate-steps")
    error_message = "Nothing is pushed to a function that is not deployed."
  }
}
