// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.MonitoringException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rules for metric descriptors of users. The limits are the cloud's; see its pages about quotas and about value types and
 * metric kinds.
 */
final class MetricTypes {
    static final int MOST_DESCRIPTORS = 10_000;
    static final int MOST_LABELS = 30;
    static final int MOST_KEY_CHARACTERS = 100;
    static final int MOST_VALUE_CHARACTERS = 1024;

    private static final int MOST_TYPE_CHARACTERS = 200;
    private static final List<String> USER_DOMAINS =
            List.of("custom.googleapis.com/", "external.googleapis.com/", "workload.googleapis.com/");
    private static final Pattern TYPE = Pattern.compile("[a-zA-Z0-9.-]+(/[a-zA-Z0-9_.%-]+)+");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

    private MetricTypes() {}

    static boolean isOfUsers(String type) {
        return USER_DOMAINS.stream().anyMatch(type::startsWith);
    }

    /**
     * Checks a descriptor that a user wants.
     *
     * @throws MonitoringException if it breaks a rule
     */
    static void check(MetricDescriptor descriptor) {
        checkType(descriptor.getType());
        checkKind(descriptor.getType(), descriptor.getMetricKind(), descriptor.getValueType());
        require(
                descriptor.getLabelsCount() <= MOST_LABELS,
                "A metric may have " + MOST_LABELS + " labels; " + descriptor.getType() + " has "
                        + descriptor.getLabelsCount() + ".");
        Set<String> keys = new HashSet<>();
        for (LabelDescriptor label : descriptor.getLabelsList()) {
            checkKey(label.getKey());
            require(keys.add(label.getKey()), "The label " + label.getKey() + " is there twice.");
        }
    }

    static void checkType(String type) {
        require(
                isOfUsers(type),
                "Metrics of users have types that begin with " + String.join(", ", USER_DOMAINS) + "; not \"" + type
                        + "\".");
        require(
                type.length() <= MOST_TYPE_CHARACTERS && TYPE.matcher(type).matches(),
                "The metric type \"" + type + "\" is not a domain and a path of letters, digits, _ . % - and /, of "
                        + MOST_TYPE_CHARACTERS + " characters at most.");
    }

    static void checkKind(String type, MetricKind kind, ValueType valueType) {
        require(
                kind == MetricKind.GAUGE || kind == MetricKind.CUMULATIVE || kind == MetricKind.DELTA,
                "The metric kind of " + type + " must be GAUGE or CUMULATIVE.");
        require(
                kind != MetricKind.DELTA,
                "Metrics of users cannot be DELTA: make " + type
                        + " CUMULATIVE; a point with a new start time counts from zero again.");
        require(
                valueType != ValueType.STRING && valueType != ValueType.MONEY,
                "Metrics of users cannot have the value type " + valueType + ".");
        require(
                valueType == ValueType.BOOL
                        || valueType == ValueType.INT64
                        || valueType == ValueType.DOUBLE
                        || valueType == ValueType.DISTRIBUTION,
                "The value type of " + type + " must be BOOL, INT64, DOUBLE or DISTRIBUTION.");
        require(
                valueType != ValueType.BOOL || kind == MetricKind.GAUGE,
                "Values of type BOOL can only be a GAUGE; " + type + " is " + kind + ".");
    }

    static void checkKey(String key) {
        require(
                key.length() <= MOST_KEY_CHARACTERS && KEY.matcher(key).matches(),
                "A label key is a letter and then letters, digits and _, of " + MOST_KEY_CHARACTERS
                        + " characters at most; not \"" + key + "\".");
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid(rule);
        }
    }
}
