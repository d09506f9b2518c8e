// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;

/** Fault that the story makes on purpose. */
interface Fault {
    /** Code of the finding's kind. */
    String kind();

    /** Short description for the user. */
    String words();

    /** Whether the finding is the fault's own. */
    default boolean isFoundAs(JsonNode finding) {
        return finding.path("kind").asText().equals(kind());
    }

    /** Whether a finding of this kind comes from the fault. */
    default boolean makes(String found) {
        return found.equals(kind());
    }
}
