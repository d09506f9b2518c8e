// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.assess.Strategy;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.rekeying.run.RunSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/** The body of {@code POST /migrations}: every field is optional and defaults to {@link RunSettings#DEFAULT}. */
final class SettingsBody {
    private SettingsBody() {}

    /** The settings; worth nothing if a problem was found. */
    static RunSettings read(byte[] bytes, FieldProblems problems) {
        RunSettings absent = RunSettings.DEFAULT;
        JsonBody body = JsonBody.read(bytes, problems);
        RunSettings settings = new RunSettings(
                body.word("strategy", absent.strategy(), Strategy.class),
                body.word("onCollision", absent.onCollision(), RunSettings.OnCollision.class),
                body.flag("dryRun", absent.dryRun()),
                body.flag("acceptNoBackup", absent.acceptNoBackup()),
                body.flag("acceptSlowReferences", absent.acceptSlowReferences()),
                (int) body.whole("workers", absent.workers(), 1, 16),
                Duration.ofMillis(Math.round(1_000
                        * body.decimal(
                                "targetBatchSeconds", absent.targetBatch().toMillis() / 1e3, 0.05, 10))),
                body.whole("mostRowsPerSecond", absent.mostRowsPerSecond(), 0, 10_000_000),
                window(body),
                body.decimal("quarantineLimit", absent.quarantineLimit(), 0, 1),
                body.word("onFailure", absent.onFailure(), RunSettings.OnFailure.class),
                (int) body.whole("recentDays", absent.recentDays(), 1, 36_500),
                body.flag("vacuum", absent.vacuum()));
        body.refuseUnread();
        return settings;
    }

    private static Optional<RunSettings.Window> window(JsonBody body) {
        return body.object("window").flatMap(window -> {
            for (String name : new String[] {"from", "until"}) {
                if (!window.has(name)) {
                    window.problem(name, Rules.GIVEN, Rules.NOTHING);
                }
            }
            Optional<LocalTime> from = window.text("from", Optional.empty(), SettingsBody::time);
            Optional<LocalTime> until = window.text("until", Optional.empty(), SettingsBody::time);
            window.refuseUnread();
            return from.flatMap(begin -> until.map(end -> new RunSettings.Window(begin, end)));
        });
    }

    private static Optional<LocalTime> time(String text) {
        try {
            if (text.length() == 5) {
                return Optional.of(LocalTime.parse(text));
            }
        } catch (DateTimeException notATime) {
            // Answered below, as any other text.
        }
        throw new IllegalArgumentException("must be a time of day in UTC, as 22:00");
    }
}
