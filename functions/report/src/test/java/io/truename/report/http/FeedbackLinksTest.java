// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.reporting.ReportLinks;
import io.truename.reviewing.audience.Reader;
import io.truename.reviewing.feedback.FeedbackToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeedbackLinksTest {
    private static final String KEY = "0123456789012345678901234567890123456789";
    private static final Instant MADE = Instant.parse("2026-11-30T08:02:00Z");
    private static final String ROOT = "https://reports.example.com/";

    private final FeedbackLinks links = new FeedbackLinks(KEY, ROOT);

    private static Stored report(Kind kind) {
        return new Stored(
                UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2"),
                1,
                new Order(kind, MADE.minusSeconds(60), MADE, "{}", Optional.empty(), Optional.empty()),
                State.READY,
                0,
                0,
                MADE,
                Optional.of(MADE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<FeedbackToken> read(FeedbackLinks by, ReportLinks of, Instant now) {
        return by.read(of.feedback().orElseThrow().substring((ROOT + "feedback/").length()), now);
    }

    @Test
    void link_namesTheReportAndItsReaders_forSomeWeeks() {
        ReportLinks of = links.of(report(Kind.WEEKLY), Optional.of(Reader.SUPPORT));
        assertThat(of).isEqualTo(links.of(report(Kind.WEEKLY), Optional.of(Reader.SUPPORT)));
        assertThat(of.page()).contains(ROOT + "reports/7d444840-9dc0-41d1-b245-5ffdce74fad2?audience=support");
        assertThat(read(links, of, MADE.plus(Duration.ofDays(59))))
                .map(FeedbackToken::segment)
                .contains("weekly-support");
        assertThat(read(links, of, MADE.plus(Duration.ofDays(60)))).isEmpty();
        assertThat(read(links, links.of(report(Kind.COST), Optional.empty()), MADE))
                .map(FeedbackToken::segment)
                .contains("cost");
    }

    @Test
    void linkOfAnotherKey_isNone_andAShortKeyIsRefused() {
        ReportLinks of = links.of(report(Kind.WEEKLY), Optional.empty());
        assertThat(read(new FeedbackLinks(KEY + "0", ROOT), of, MADE)).isEmpty();
        assertThatThrownBy(() -> new FeedbackLinks("short", ROOT)).hasMessageContaining("32 bytes or more");
    }
}
