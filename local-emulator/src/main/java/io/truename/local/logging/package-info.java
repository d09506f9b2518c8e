// SPDX-License-Identifier: Apache-2.0
/**
 * Cloud Logging of the local cloud. Read {@link io.truename.local.logging.LocalLogging} first.
 *
 * <p><b>Lines of functions</b> become entries as in the cloud. A line that is a JSON object is structured: {@code severity},
 * {@code time}, {@code timestamp}, {@code timestampSeconds} and {@code timestampNanos}, {@code httpRequest} and
 * {@code logging.googleapis.com/} {@code insertId}, {@code labels}, {@code operation}, {@code sourceLocation}, {@code spanId},
 * {@code trace} and {@code trace_sampled} move to the entry's own fields; a special key that cannot be used stays in
 * {@code jsonPayload}; an entry with nothing but {@code message} has a {@code textPayload}. Any other line is text, also broken
 * JSON, JSON of more than 30 levels and JSON that is too long. An entry has 256 KiB; a longer text is cut, ends with an
 * ellipsis and has the label {@code truename.local/cut-from-bytes}. Resource: {@code cloud_run_revision} with location
 * {@code local}. Logs: {@code run.googleapis.com%2Fstdout} and {@code run.googleapis.com%2Fstderr}. The local cloud's own entries
 * are in the log {@code local-cloud}.
 *
 * <p><b>gRPC.</b> {@code WriteLogEntries} (defaults, {@code partial_success}, {@code dry_run}), {@code ListLogEntries},
 * {@code TailLogEntries}, {@code ListLogs}, {@code DeleteLog}, {@code ListMonitoredResourceDescriptors} (six types). Any project
 * may be written and listed. Refused with {@code UNIMPLEMENTED}: {@code proto_payload}, log views, sinks, buckets, exclusions,
 * and the administration of metrics, which {@code terraform/catalog/metrics.yaml} declares. Limits are the API's: 256 KiB an
 * entry, 10 MB a request, 64 labels, 1,000 entries a page, 100 resources, 20,000 characters a filter, 10 tails. An entry that is
 * older than 30 days or more than 24 hours ahead is accepted and not kept, as in the cloud; the log warns. A page ends early at
 * 3 MiB. There is no rate limit: a tail that is not read fast enough holds 10,000 entries or 16 MiB and then counts what it
 * leaves out as {@code NOT_CONSUMED}.
 *
 * <p><b>The Java client.</b> {@code LoggingClient} works over a plain-text channel. {@code LoggingOptions} without credentials, or
 * with a host {@code localhost}, closes its own channel before the first call in all versions since 2020 (googleapis/java-logging
 * pull request 212); give it {@code setServiceRpcFactory}, as {@code PlainTextRpc} does in this package's tests.
 *
 * <p><b>Queries</b> have the Logging query language: comparisons {@code = != > < >= <= : =~ !~}, values in parentheses,
 * {@code AND}, {@code OR}, {@code NOT}, {@code -}, an AND between neighbours (NOT before OR before AND), texts without a field,
 * {@code field:*}, {@code NULL_VALUE}, severities in order, RFC 3339 times, durations, paths through arrays, quoted keys,
 * comments, RE2, {@code log_id()}, {@code sample()}, {@code ip_in_net()} and {@code SEARCH()} of words. Refused with position (from
 * 0) and remedy: fields that do not exist, values that do not fit their field's type, {@code source()}, {@code cast()},
 * {@code regexp_extract()}, phrases in {@code SEARCH()}, {@code !=} and {@code !~} before parentheses, and fields of
 * {@code protoPayload}. Differences: a text without a field looks at values, not at names of fields, and not at times; keys of
 * {@code jsonPayload} and of labels count with their case; an unknown escape keeps its backslash.
 *
 * <p><b>Retention.</b> The store holds 64 MiB, with 200 bytes charged for each entry's place; the entries that arrived first make
 * room. With a folder, as many bytes are kept in eight files without {@code fsync}: they survive {@code kill -9}, not a power
 * failure. A torn last record is dropped. An entry with the time, insert id and log of another is left out.
 *
 * <p><b>Log-based metrics</b> are counters of entries and distributions with {@code EXTRACT} and {@code REGEXP_EXTRACT}, defined by
 * the API's {@code LogMetric}. One DELTA point a minute and series, by the time of arrival; minutes without entries have none;
 * entries from before a metric was added, or read from disk, never count. A metric has at most 1,000 series a minute.
 *
 * <p><b>HTTP.</b> {@link io.truename.local.logging.LogsApi} lists pages and streams batches, at most four a second, of at most 1,000
 * entries. A reader that is more than 5,000 entries or 8 MiB behind gets an event {@code gap} with {@code {"missed":N}}.
 */
@NullMarked
package io.truename.local.logging;

import org.jspecify.annotations.NullMarked;
