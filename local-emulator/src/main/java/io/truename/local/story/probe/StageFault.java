// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;

/** Fault of a stage, which makes a finding of its own. */
enum StageFault implements Fault {
    RANDOM_NAMES("stage.disagrees", "parsed-chunked", "a stage that names at random", 3),
    CANNOT_RETRIEVE("user.cannot-retrieve", "id_random.chunked", "a user who cannot retrieve", 0),
    FEWER_ROWS("stage.fewer-rows", "embedded", "fewer vectors than chunks", 1),
    STUCK("stage.stuck", "chunked", "documents that never came out", 2);

    private final String kind;
    private final String detail;
    private final String words;
    private final int documents;

    StageFault(String kind, String detail, String words, int documents) {
        this.kind = kind;
        this.detail = detail;
        this.words = words;
        this.documents = documents;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String words() {
        return words;
    }

    /** A row with a wrong id makes a user unable to retrieve as well: the detail says at which stage it went wrong. */
    @Override
    public boolean isFoundAs(JsonNode finding) {
        return finding.path("kind").asText().equals(kind)
                && finding.path("detail").asText().equals(detail);
    }

    /** Number of documents that it meets; 0 if it follows from another fault. */
    int documents() {
        return documents;
    }
}
