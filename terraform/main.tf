# SPDX-License-Identifier: Apache-2.0
# One installation in one project. What exists says terraform/catalog; the modules say how Google Cloud has it.
locals {
  catalog   = "${path.module}/catalog"
  _wiring   = yamldecode(file("${local.catalog}/functions.yaml"))
  _declared = local._wiring.functions
  _names    = toset(keys(var.functions))

  # Connections that one instance opens (MOST_CONNECTIONS and MOST_READING of the functions); those without open none.
  _pools = { migrate = 6, probe = 9, tune = 4, report = 4 }

  _roles = {
    generate = []
    migrate  = ["roles/monitoring.metricWriter", "roles/cloudsql.viewer"]
    probe    = ["roles/monitoring.metricWriter", "roles/monitoring.viewer", "roles/cloudsql.viewer"]
    tune     = ["roles/monitoring.metricWriter", "roles/monitoring.viewer"]
    report   = concat(["roles/monitoring.viewer"], local._billing_table == null ? [] : ["roles/bigquery.jobUser"])
  }
  _environments = {
    generate = {}
    migrate  = local._corpus_environment
    probe    = merge(local._corpus_environment, local._probe_environment)
    tune     = local._tune_environment
    report   = merge(var.database == null ? {} : { TRUENAME_MAPPING = try(file(var.mapping), "") }, local._report_environment)
  }
  _corpus_environment = var.database == null ? {} : {
    TRUENAME_MAPPING           = try(file(var.mapping), "")
    TRUENAME_CLOUDSQL_INSTANCE = module.database[0].instance
  }
  # By the addresses that Cloud Run derives from names: a function cannot wait for itself.
  _probe_environment = {
    TRUENAME_ENDPOINTS = join(",", [for name in local._probed : "${name}=https://${name}-${data.google_project.project.number}.${var.region}.run.app/health"])
  }
  _report_environment = { for setting, value in {
    TRUENAME_REPORT_ZONE   = var.report.zone
    TRUENAME_FEEDBACK_URL  = var.report.feedback_url
    TRUENAME_BILLING_TABLE = var.report.billing_table
  } : setting => value if value != null }
  _billing_table = try(regex("^(?P<project>.*)[.](?P<dataset>[^.]*)[.](?P<table>[^.]*)$", var.report.billing_table), null)
  _tune_environment = { for name in local._commanded :
    "TRUENAME_${upper(name)}_URL" => "https://${name}-${data.google_project.project.number}.${var.region}.run.app"
  }
  _commanded = [for name in ["migrate", "probe"] : name if contains(keys(var.functions), name) && contains(keys(var.functions), "tune")]
  _probed    = [for name in keys(var.functions) : name if name != "probe" && contains(keys(var.functions), "probe")]

  # Every setting of the catalog that names a bucket is one in which the function creates and reads objects.
  _buckets = { for name in local._names : name => {
    for key, value in local._declared[name].environment : key => module.storage.names[value] if endswith(key, "_BUCKET")
  } }

  # Ids of secrets by function and setting, and what each setting looks like.
  _secrets = { for name in local._names : name => merge(
    contains(keys(local._pools), name) ? { TRUENAME_DATABASE_URL = "${name}-database-url" } : {},
    var.functions[name].redis ? { TRUENAME_REDIS_URL = "${name}-redis-url" } : {},
    # Links are made with both the address and the key.
    name == "report" && var.report.feedback_url != null ? { TRUENAME_FEEDBACK_KEY = "${name}-feedback-key" } : {}
  ) }
  _secret_forms = {
    TRUENAME_DATABASE_URL = "postgresql://user:password@host:port/name"
    TRUENAME_FEEDBACK_KEY = "32 random letters and digits or more"
    TRUENAME_REDIS_URL    = "rediss://user:password@host:port/database"
  }
}

data "google_project" "project" {
  project_id = var.project
  depends_on = [google_project_service.service]
}

module "storage" {
  source   = "./modules/storage"
  project  = var.project
  location = var.region
  buckets  = local._wiring.buckets
  readers  = var.report_readers

  depends_on = [google_project_service.service]
}

module "secrets" {
  source  = "./modules/secrets"
  project = var.project
  region  = var.region
  secrets = merge([for name, of_function in local._secrets : {
    for setting, id in of_function : id => "${setting} of ${name}: ${local._secret_forms[setting]}"
  }]...)

  depends_on = [google_project_service.service]
}

module "database" {
  source = "./modules/database"
  count  = var.database == null ? 0 : 1

  project          = var.project
  region           = var.region
  existing         = var.database.existing
  network          = try("projects/${var.project}/global/networks/${var.network.network}", null)
  tier             = var.database.tier
  availability     = var.database.availability
  connections      = var.database.connections
  disk_gb          = var.database.disk_gb
  deny_maintenance = var.database.deny_maintenance
  logins           = var.database.logins

  depends_on = [google_project_service.service]
}

module "function" {
  source   = "./modules/function"
  for_each = var.functions

  project               = var.project
  region                = var.region
  name                  = each.key
  function              = local._declared[each.key]
  zip                   = each.value.zip
  artifacts             = module.storage.code
  build_service_account = google_service_account.build.id
  scaling = {
    min         = coalesce(each.value.min, local._declared[each.key].scaling.fewest)
    max         = coalesce(each.value.max, local._declared[each.key].scaling.most)
    concurrency = coalesce(each.value.concurrency, local._declared[each.key].scaling.concurrency)
  }
  staged      = each.value.staged
  invokers    = each.value.invokers
  roles       = local._roles[each.key]
  environment = merge(local._buckets[each.key], local._environments[each.key])
  buckets     = local._buckets[each.key]
  secrets     = { for setting, id in local._secrets[each.key] : setting => module.secrets.ids[id] }
  network     = contains(keys(local._pools), each.key) ? var.network : null
  database    = !contains(keys(local._pools), each.key) || var.database == null ? null : { connections = var.database.connections - 20, pool = local._pools[each.key] }
  # Every setting of the catalog that names a topic is one to which the function publishes.
  topics = [for key, value in local._declared[each.key].environment : module.messaging.topic_names[value] if endswith(key, "_TOPIC")]

  # The build runs as soon as the function is there.
  depends_on = [google_project_iam_member.build, google_storage_bucket_iam_member.build]
}

module "messaging" {
  source    = "./modules/messaging"
  project   = var.project
  region    = var.region
  catalog   = local.catalog
  functions = { for name, function in module.function : name => function.uri }
}

module "schedule" {
  source    = "./modules/schedule"
  project   = var.project
  region    = var.region
  catalog   = local.catalog
  functions = local._names
  topics    = module.messaging.topics
}

module "observability" {
  source                  = "./modules/observability"
  project                 = var.project
  location                = var.region
  log_project             = var.log_project
  catalog                 = local.catalog
  runbooks                = "${path.module}/runbooks"
  runbook_url             = var.runbook_url
  functions               = local._names
  thresholds              = var.thresholds
  durations               = var.durations
  channels                = var.channels
  channel_secrets         = var.channel_secrets
  channel_secrets_version = var.channel_secrets_version
  billing = var.billing == null ? null : {
    account = var.billing.account
    budget  = var.billing.budget
    topic   = module.messaging.topics["budgets"]
  }
  incidents = {
    topic          = module.messaging.topics["incidents"]
    project_number = data.google_project.project.number
  }

  depends_on = [google_project_service.service]
}

module "dashboards" {
  source  = "./modules/dashboards"
  project = var.project
  catalog = local.catalog
  filters = module.observability.filters
  slos    = module.observability.slos

  thresholds = var.thresholds
}

# Without it, rows of the billing export come as files: POST /costs of report.
module "cost_views" {
  source  = "./modules/cost-views"
  count   = var.cost_views == null ? 0 : 1
  project = var.project
  dataset = var.cost_views.dataset
  export  = var.cost_views.export
}
