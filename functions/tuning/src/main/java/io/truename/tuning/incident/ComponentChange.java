// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.regression.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Change of a component, such as a deploy of a function or a migration that began to write. */
public record ComponentChange(Change change, String component) {
    /** Names that Cloud Run gives: the revisions of a service are counted. */
    private static final Pattern COUNTED = Pattern.compile("revision .*-(\\d{5,18})-[a-z0-9]+");

    /**
     * Order in which the changes of one component happened. Revisions that are counted come in the order of their numbers: that of their
     * first points, one a minute, can be another when they follow each other closely.
     */
    static final Comparator<ComponentChange> IN_ORDER = (one, other) -> {
        OptionalLong number = one.number();
        OptionalLong others = other.number();
        return number.isPresent() && others.isPresent()
                ? Long.compare(number.getAsLong(), others.getAsLong())
                : one.at().compareTo(other.at());
    };

    private OptionalLong number() {
        Matcher counted = COUNTED.matcher(change.name());
        return counted.matches() ? OptionalLong.of(Long.parseLong(counted.group(1))) : OptionalLong.empty();
    }

    public Instant at() {
        return Instant.ofEpochMilli(change.time());
    }

    /**
     * A change as the likely cause of incidents.
     *
     * @param before how long before the first symptom it was
     */
    public record LikelyCause(ComponentChange change, Duration before) {
        /** Such as {@code deploy of generate, revision generate-00012, 4 min before the first symptom}. */
        public String text() {
            return change.change().kind().name().toLowerCase(Locale.ROOT) + " of " + change.component() + ", "
                    + change.change().name() + ", "
                    + (before.toMinutes() == 0 ? before.toSeconds() + " s" : before.toMinutes() + " min")
                    + " before the first symptom";
        }
    }
}
