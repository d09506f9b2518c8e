// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.corpus.assess.Retrievability;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Report sections on documents that users can retrieve, before a run and after it. */
final class RetrievabilitySections {
    private RetrievabilitySections() {}

    /** Adds nothing when it was not measured. */
    static void add(RunReport report, List<Section> sections) {
        if (report.before().isEmpty()) {
            return;
        }
        Retrievability before = report.before().get();
        Retrievability after = report.after().orElse(before);
        String measured = measured(report);
        String retrievable =
                "A document is retrievable if its id and the ids of all its chunks are what the recipe gives."
                        + measured;
        sections.add(new Section.Bars(
                "retrievable",
                "Impact",
                retrievable,
                List.of(
                        new Section.Bar(
                                "Retrievable documents",
                                before.retrievable(),
                                after.retrievable(),
                                Math.max(before.documents(), after.documents())),
                        new Section.Bar(
                                "Users who can retrieve something",
                                before.users() - before.usersWithNone(),
                                after.users() - after.usersWithNone(),
                                Math.max(before.users(), after.users())))));
        if (after.largest().isEmpty()) {
            return;
        }
        Map<String, Retrievability.User> then = new HashMap<>();
        before.largest().forEach(user -> then.put(user.user(), user));
        sections.add(new Section.Table(
                "users",
                "Users with the most documents",
                "Retrievable documents of each, before and after." + measured,
                List.of(
                        column("user", "User"),
                        column("documents", "Documents"),
                        column("before", "Before"),
                        column("after", "After"),
                        column("restored", "Restored")),
                after.largest().stream()
                        .map(user -> {
                            Optional<Retrievability.User> was = Optional.ofNullable(then.get(user.user()));
                            return List.of(
                                    Value.of(user.user()),
                                    Value.count(user.documents()),
                                    was.map(old -> Value.count(old.retrievable()))
                                            .orElse(Value.none()),
                                    Value.count(user.retrievable()),
                                    was.map(old -> Value.count(user.retrievable() - old.retrievable()))
                                            .orElse(Value.none()));
                        })
                        .toList()));
    }

    private static String measured(RunReport report) {
        if (report.after().isPresent()) {
            return "";
        }
        return switch (report.run().state()) {
            case ROLLED_BACK -> " All of it was taken back: after is as before.";
            case ROLLING_BACK -> " It is being taken back: after is as before, which it will be.";
            default -> " Not measured again yet: after is as before.";
        };
    }

    /** Documents that can be retrieved and could not; empty when that was not measured. */
    static Optional<Long> restored(RunReport report) {
        return report.before()
                .flatMap(before ->
                        report.after().map(after -> Math.max(0, after.retrievable() - before.retrievable())));
    }

    private static Section.Column column(String key, String label) {
        return new Section.Column(key, label);
    }
}
