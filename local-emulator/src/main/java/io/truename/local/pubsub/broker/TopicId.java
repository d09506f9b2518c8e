// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Resource name of a topic: {@code projects/{project}/topics/{name}}. */
public record TopicId(String project, String name) {
    public TopicId {
        ResourceNames.check(project, name);
    }

    /**
     * Parses a full name.
     *
     * @throws PubSubException if it is invalid
     */
    public static TopicId parse(String path) {
        String[] parts = ResourceNames.split(path, "topics");
        return new TopicId(parts[0], parts[1]);
    }

    /** Returns the full name. */
    public String path() {
        return "projects/" + project + "/topics/" + name;
    }

    @Override
    public String toString() {
        return path();
    }
}
