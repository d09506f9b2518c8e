// SPDX-License-Identifier: Apache-2.0
/**
 * Cloud Monitoring's metric service on one machine. Read {@link io.truename.local.monitoring.LocalMonitoring} first.
 *
 * <p>Packages: {@code store} keeps descriptors and points, {@code write} has the rules for them, {@code query} filters, aligns
 * and reduces, {@code grpc} serves clients, {@code resource} makes the metrics that the cloud would give of its own accord.
 *
 * <h2>Served</h2>
 *
 * <ul>
 *   <li>CreateMetricDescriptor, GetMetricDescriptor, ListMetricDescriptors, DeleteMetricDescriptor,
 *       GetMonitoredResourceDescriptor, ListMonitoredResourceDescriptors, CreateTimeSeries, and ListTimeSeries with the views
 *       FULL and HEADERS, pages, every aligner and reducer of the API, groups and a secondary aggregation.
 *   <li>GAUGE and CUMULATIVE series of users, DELTA series of the cloud; BOOL, INT64, DOUBLE and DISTRIBUTION.
 *   <li>Filters: {@code metric.type}, {@code metric.labels.x}, {@code resource.type}, {@code resource.labels.x}; = and !=;
 *       starts_with, ends_with, has_substring, one_of, monitoring.regex.full_match; AND (also unwritten), OR, NOT and
 *       parentheses. OR binds tighter than AND.
 * </ul>
 *
 * <h2>Limits, as in the cloud</h2>
 *
 * <ul>
 *   <li>200 series in a write, one point of each, every series once; one point in 5 seconds; end times rise, at most 25 hours
 *       old and 5 minutes ahead; 30 labels, keys of 100 and values of 1024 characters; 10,000 descriptors of users; 200 buckets.
 *       If single points are refused the others are written, and the status carries a {@code CreateTimeSeriesSummary}.
 *   <li>Users cannot write DELTA series or texts, nor to {@code cloud_run_revision} and other resources of the cloud, but to
 *       {@code generic_task}, {@code generic_node} and {@code global}, with all of the resource's labels. Labels that the
 *       descriptor lacks are refused.
 *   <li>Alignment periods from 60 seconds to 104 weeks, in whole seconds; pages of 100,000 points at most.
 *   <li>Points stay as written for a week, then one a minute up to six weeks, then one in ten minutes up to 24 months; late by
 *       up to ten blocks of 720 points.
 * </ul>
 *
 * <h2>Memory</h2>
 *
 * <p>10,000 series of six weeks of minutes take under 80 MB of memory for whole numbers (measured: 55 MB, 66 MB of heap), under
 * 120 MB for doubles and under 250 MB for distributions; the other points are in a file: 1.9 bytes a point for whole numbers, 2.6
 * for decimals of three places, 8 for noise, 25 for latencies of a hundred requests.
 * {@code mvn -DskipTests -Pmetric-memory -pl local-emulator -am package} measures it.
 *
 * <h2>Refused</h2>
 *
 * <ul>
 *   <li>CreateServiceTimeSeries; MQL, PromQL and SQL; alerts, groups, services and other APIs of Monitoring.
 *   <li>Filters by project, group and metadata, other comparisons, {@code order_by}, other projects; filters of descriptors by
 *       anything but the type.
 *   <li>Resource types other than the eight that ListMonitoredResourceDescriptors gives.
 * </ul>
 *
 * <h2>Different, or not documented by the cloud</h2>
 *
 * <ul>
 *   <li>Times are kept to the millisecond. Exemplars, ranges and metadata are not kept.
 *   <li>Windows are half-open to the left and end with the interval; the first may reach back before its start.
 *   <li>ALIGN_DELTA and ALIGN_RATE spread a change evenly over its interval, whole numbers rounded so that sums stay; changes of
 *       distributions count where they end. Between points of a cumulative series any gap is interpolated, as by
 *       ALIGN_INTERPOLATE; ALIGN_NEXT_OLDER looks back one period.
 *   <li>Standard deviations are of the whole population. Percentiles of numbers lie between the nearest ranks; those of
 *       distributions lie within a bucket, the first of which starts at 0 and the last of which gives its lower bound.
 *   <li>Merged distributions of different buckets keep the bounds that all have. Merging points of a gauge keeps the newest.
 *   <li>A query is run again for each page.
 * </ul>
 */
@NullMarked
package io.truename.local.monitoring;

import org.jspecify.annotations.NullMarked;
