// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Names a subscription: {@code projects/{project}/subscriptions/{name}}. */
public record SubscriptionId(String project, String name) {
    public SubscriptionId {
        ResourceNames.check(project, name);
    }

    /**
     * Reads the full name.
     *
     * @throws Refused if it is not one
     */
    public static SubscriptionId parse(String path) {
        String[] parts = ResourceNames.split(path, "subscriptions");
        return new SubscriptionId(parts[0], parts[1]);
    }

    /** The full name. */
    public String path() {
        return "projects/" + project + "/subscriptions/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
