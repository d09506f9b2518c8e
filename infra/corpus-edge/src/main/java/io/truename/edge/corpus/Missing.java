// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

/** Part of the set-up without which a call cannot be done; a person must add it. */
public enum Missing {
    /** The database's URL. */
    DATABASE("A call needs a database: set TRUENAME_DATABASE_URL."),
    /** The mapping, or a file of it that can be read. */
    MAPPING("A call needs a mapping: set TRUENAME_MAPPING_FILE or TRUENAME_MAPPING, and let the function read it."),
    /** The project whose metrics are read. */
    METRICS("A call needs a project's metrics: set GOOGLE_CLOUD_PROJECT, and do not set TRUENAME_MONITORING to off."),
    /** The bucket in which reports are kept. */
    BUCKET("A call needs a bucket: set TRUENAME_REPORTS_BUCKET."),
    /** The project whose topics messages are published to. */
    PROJECT("A call needs a project: set GOOGLE_CLOUD_PROJECT."),
    /** Schema {@code truename} in a form that this version knows. */
    SCHEMA("The schema truename cannot be made or does not fit; the answer to the call says why.");

    private final String sentence;

    Missing(String sentence) {
        this.sentence = sentence;
    }

    /** For a person who reads the log; without anything of the request or the server. */
    String sentence() {
        return sentence;
    }
}
