// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Resource name of a subscription: {@code projects/{project}/subscriptions/{name}}. */
public record SubscriptionId(String project, String name) {
    public SubscriptionId {
        ResourceNames.check(project, name);
    }

    /**
     * Parses a full name.
     *
     * @throws PubSubException if it is invalid
     */
    public static SubscriptionId parse(String path) {
        String[] parts = ResourceNames.split(path, "subscriptions");
        return new SubscriptionId(parts[0], parts[1]);
    }

    /** Returns the full name. */
    public String path() {
        return "projects/" + project + "/subscriptions/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
