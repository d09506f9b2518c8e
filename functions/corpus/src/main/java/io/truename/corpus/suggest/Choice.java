// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.List;
import java.util.Optional;

/**
 * Choice for one field of a mapping.
 *
 * @param field RFC 6901 pointer into the mapping, such as {@code /documents/user}
 * @param value YAML; empty if nothing was found, which leaves a gap
 * @param reason sentences
 * @param alternatives best first, without the value itself
 */
public record Choice(
        String field, Optional<String> value, Certainty certainty, String reason, List<Alternative> alternatives) {
    public Choice {
        alternatives = alternatives.stream()
                .filter(other -> !other.value().equals(value.orElse("")))
                .toList();
    }

    static Choice of(String field, String value, Certainty certainty, String reason, List<Alternative> alternatives) {
        return new Choice(field, Optional.of(value), certainty, reason, alternatives);
    }

    static Choice of(String field, String value, Certainty certainty, String reason) {
        return of(field, value, certainty, reason, List.of());
    }

    static Choice gap(String field, String reason, List<Alternative> alternatives) {
        return new Choice(field, Optional.empty(), Certainty.UNCERTAIN, reason, alternatives);
    }
}
