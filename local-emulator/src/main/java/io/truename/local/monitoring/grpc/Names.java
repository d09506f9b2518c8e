// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import io.truename.alerting.series.MonitoringException;

/** Resource names of requests. */
final class Names {
    private final String project;

    Names(String project) {
        this.project = "projects/" + project;
    }

    /** Checks the name of a project: there is only one. */
    void requireProject(String name) {
        if (!name.equals(project)) {
            throw new MonitoringException(
                    MonitoringException.Reason.NOT_FOUND,
                    "The local cloud has one project: write " + project + " instead of \"" + name + "\".");
        }
    }

    /** Returns the id at the end of {@code projects/PROJECT/COLLECTION/ID}. */
    String id(String name, String collection) {
        String start = project + "/" + collection + "/";
        if (!name.startsWith(start) || name.length() == start.length()) {
            throw MonitoringException.invalid("The name must begin with " + start + "; it is \"" + name + "\".");
        }
        return name.substring(start.length());
    }

    String name(String collection, String id) {
        return project + "/" + collection + "/" + id;
    }
}
