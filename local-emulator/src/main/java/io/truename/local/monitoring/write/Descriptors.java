// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.MonitoringException;
import io.truename.local.monitoring.store.MetricStore;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Metric descriptors: created by users, by their first points, or by the local cloud for its own metrics. */
public final class Descriptors {
    private final MetricStore store;
    private final String project;

    public Descriptors(MetricStore store, String project) {
        this.store = store;
        this.project = project;
    }

    /**
     * Creates a user's descriptor, or changes texts and adds labels to the one of the same type.
     *
     * @throws MonitoringException if it breaks a rule, or has another kind or value type, or fewer labels than the one there is
     */
    public MetricDescriptor create(MetricDescriptor wanted) {
        MetricTypes.check(wanted);
        store.descriptor(wanted.getType()).ifPresent(present -> {
            requireSame(present, wanted.getMetricKind(), wanted.getValueType());
            Set<String> missing = new TreeSet<>(keys(present));
            missing.removeAll(keys(wanted));
            if (!missing.isEmpty()) {
                throw MonitoringException.invalid("Labels cannot be taken from a metric: " + wanted.getType() + " has "
                        + missing + ". Delete the descriptor and its data first.");
            }
        });
        return put(wanted);
    }

    private MetricDescriptor put(MetricDescriptor wanted) {
        if (store.descriptor(wanted.getType()).isEmpty()
                && store.descriptors().stream()
                                .filter(present -> MetricTypes.isOfUsers(present.getType()))
                                .count()
                        >= MetricTypes.MOST_DESCRIPTORS) {
            throw new MonitoringException(
                    MonitoringException.Reason.RESOURCE_EXHAUSTED,
                    "There may be " + MetricTypes.MOST_DESCRIPTORS + " metric descriptors of users.");
        }
        MetricDescriptor named = wanted.toBuilder()
                .setName("projects/" + project + "/metricDescriptors/" + wanted.getType())
                .build();
        store.put(named);
        return named;
    }

    /**
     * Adds the descriptor of one of the local cloud's own metrics, whatever its type; replaces the one there is. Points of
     * another kind or value type, kept from an earlier version, are deleted.
     */
    public void describe(MetricDescriptor own) {
        store.descriptor(own.getType())
                .filter(present ->
                        present.getMetricKind() != own.getMetricKind() || present.getValueType() != own.getValueType())
                .ifPresent(present -> store.delete(present.getType()));
        put(own);
    }

    /** Returns the descriptor of a metric; makes one for its first point. */
    MetricDescriptor ofFirstPoint(String type, MetricKind kind, ValueType valueType, Collection<String> labels) {
        return store.descriptor(type)
                .orElseGet(() -> put(MetricDescriptor.newBuilder()
                        .setType(type)
                        .setMetricKind(kind)
                        .setValueType(valueType)
                        .addAllLabels(labels.stream()
                                .sorted()
                                .map(key ->
                                        LabelDescriptor.newBuilder().setKey(key).build())
                                .collect(Collectors.toList()))
                        .build()));
    }

    static void requireSame(MetricDescriptor present, MetricKind kind, ValueType valueType) {
        if (present.getMetricKind() != kind || present.getValueType() != valueType) {
            throw MonitoringException.invalid("The metric " + present.getType() + " is " + present.getMetricKind()
                    + " of " + present.getValueType() + ", not " + kind + " of " + valueType + ".");
        }
    }

    static List<String> keys(MetricDescriptor descriptor) {
        return descriptor.getLabelsList().stream().map(LabelDescriptor::getKey).toList();
    }

    /**
     * Returns a metric's descriptor.
     *
     * @throws MonitoringException if there is none
     */
    public MetricDescriptor get(String type) {
        return store.descriptor(type)
                .orElseThrow(() -> new MonitoringException(
                        MonitoringException.Reason.NOT_FOUND, "There is no metric of the type \"" + type + "\"."));
    }

    public List<MetricDescriptor> list() {
        return store.descriptors();
    }

    /**
     * Deletes a user's descriptor with all of its points.
     *
     * @throws MonitoringException if there is none, or it is not a user's
     */
    public void delete(String type) {
        get(type);
        if (!MetricTypes.isOfUsers(type)) {
            throw new MonitoringException(
                    MonitoringException.Reason.PERMISSION_DENIED,
                    "Only metrics of users can be deleted; " + type + " is the cloud's.");
        }
        store.delete(type);
    }
}
