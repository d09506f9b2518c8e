// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.ArrayList;
import java.util.List;

/** Choices, gaps and remarks of a proposal, in the order in which they are made. */
final class ProposalBuilder {
    private final List<Choice> choices = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final List<Notice> warnings = new ArrayList<>();

    void choose(String field, String value, Certainty certainty, String reason, List<Alternative> alternatives) {
        choices.add(Choice.of(field, value, certainty, reason, alternatives));
    }

    void choose(String field, String value, Certainty certainty, String reason) {
        choose(field, value, certainty, reason, List.of());
    }

    void gap(String field, String reason, String remedy, List<Alternative> alternatives) {
        choices.add(Choice.gap(field, reason, alternatives));
        missing(field, reason, remedy);
    }

    void missing(String field, String reason, String remedy) {
        missing.add(new Missing(field, reason, remedy));
    }

    void warn(String subject, String reason) {
        warnings.add(new Notice(subject, reason));
    }

    List<Choice> choices() {
        return choices;
    }

    List<Missing> missing() {
        return missing;
    }

    List<Notice> warnings() {
        return warnings;
    }
}
