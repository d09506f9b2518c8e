// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.logging.v2.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

final class LogFilterPropertyTest {
    private static final List<String> ATOMS = List.of(
            "cat",
            "dog",
            "severity>=ERROR",
            "severity=WARNING",
            "jsonPayload.count>5",
            "jsonPayload.count>50",
            "labels.x=y");

    @Property(tries = 1000)
    void anyText_isReadOrRefusedWithinItself(@ForAll @StringLength(max = 60) String text) {
        readOrRefused(text);
    }

    @Property(tries = 2000)
    void anyRowOfTokens_isReadOrRefusedWithinItself(@ForAll("tokens") List<String> tokens) {
        readOrRefused(String.join("", tokens));
        readOrRefused(String.join(" ", tokens));
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(
                        "(",
                        ")",
                        "AND",
                        "OR",
                        "NOT",
                        "-",
                        "--",
                        "\n",
                        ":",
                        "=",
                        "!=",
                        ">=",
                        "=~",
                        "!~",
                        "\"a\"",
                        "'",
                        "\"",
                        "severity",
                        "jsonPayload",
                        ".",
                        "labels",
                        "x",
                        "*",
                        "5",
                        "1s",
                        ",",
                        "SEARCH(",
                        "sample(",
                        "\\",
                        "~")
                .list()
                .ofMaxSize(12);
    }

    private static void readOrRefused(String text) {
        try {
            LogFilter filter = LogFilter.parse(text);
            filter.matches(Entries.REQUEST);
            filter.matches(LogEntry.getDefaultInstance());
        } catch (FilterException refused) {
            assertThat(refused.position()).isBetween(0, text.length());
            assertThat(refused.remedy()).endsWith(".");
        }
    }

    /** A tree of atoms, with what it must say of the test entry. */
    private record Tree(String text, boolean holds) {}

    @Provide
    Arbitrary<Tree> trees() {
        Arbitrary<Tree> atoms = Arbitraries.of(ATOMS)
                .map(atom -> new Tree(atom, LogFilter.parse(atom).matches(Entries.REQUEST)));
        return Arbitraries.recursive(
                () -> atoms,
                inner -> Arbitraries.oneOf(
                        inner.map(tree -> new Tree("NOT (" + tree.text() + ")", !tree.holds())),
                        inner.map(tree -> new Tree("-(" + tree.text() + ")", !tree.holds())),
                        inner.tuple2()
                                .map(two -> new Tree(
                                        "(" + two.get1().text() + ") AND ("
                                                + two.get2().text() + ")",
                                        two.get1().holds() && two.get2().holds())),
                        inner.tuple2()
                                .map(two -> new Tree(
                                        "(" + two.get1().text() + ") ("
                                                + two.get2().text() + ")",
                                        two.get1().holds() && two.get2().holds())),
                        inner.tuple2()
                                .map(two -> new Tree(
                                        "(" + two.get1().text() + ") OR ("
                                                + two.get2().text() + ")",
                                        two.get1().holds() || two.get2().holds()))),
                0,
                4);
    }

    @Property(tries = 500)
    void tree_isEvaluatedAsLogicSays(@ForAll("trees") Tree tree) {
        assertThat(LogFilter.parse(tree.text()).matches(Entries.REQUEST)).isEqualTo(tree.holds());
    }

    @Property(tries = 300)
    void numbers_compareAsNumbers(@ForAll int left, @ForAll int right) {
        LogEntry entry = Entries.of("{\"jsonPayload\":{\"n\":" + left + "}}");
        assertThat(LogFilter.parse("jsonPayload.n < " + right).matches(entry)).isEqualTo(left < right);
        assertThat(LogFilter.parse("jsonPayload.n >= " + right).matches(entry)).isEqualTo(left >= right);
        assertThat(LogFilter.parse("jsonPayload.n = " + left).matches(entry)).isTrue();
        assertThat(LogFilter.parse("jsonPayload.n != " + left).matches(entry)).isFalse();
    }

    @Property(tries = 200)
    void times_compareAsTimes(@ForAll("instants") Instant left, @ForAll("instants") Instant right) {
        LogEntry entry = Entries.of("{\"timestamp\":\"" + left + "\"}");
        assertThat(LogFilter.parse("timestamp <= \"" + right + "\"").matches(entry))
                .isEqualTo(!left.isAfter(right));
        assertThat(LogFilter.parse("timestamp = \"" + left + "\"").matches(entry))
                .isTrue();
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    }

    @Property(tries = 200)
    void quotedText_findsItself(@ForAll @StringLength(min = 1, max = 20) String text) {
        LogEntry entry = LogEntry.newBuilder()
                .setTextPayload("before " + text + " after")
                .build();
        String quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        assertThat(LogFilter.parse("textPayload:" + quoted).matches(entry)).isTrue();
        assertThat(LogFilter.parse(quoted).matches(entry)).isTrue();
    }

    @Property(tries = 200)
    void spans_areReadInEveryUnit(@ForAll("spans") Duration span) {
        LogEntry entry = Entries.of("{\"httpRequest\":{\"latency\":\"" + span.toSeconds() + "."
                + String.format("%09d", span.toNanosPart()) + "s\"}}");
        assertThat(LogFilter.parse("httpRequest.latency = " + span.toNanos() + "ns")
                        .matches(entry))
                .isTrue();
        assertThat(LogFilter.parse("httpRequest.latency >= " + span.toMillis() + "ms")
                        .matches(entry))
                .isTrue();
        assertThat(LogFilter.parse("httpRequest.latency = " + span.toSeconds() + "s" + span.toNanosPart() + "ns")
                        .matches(entry))
                .isTrue();
    }

    @Provide
    Arbitrary<Duration> spans() {
        return Arbitraries.longs().between(0, 100_000_000_000_000L).map(Duration::ofNanos);
    }

    @Property(tries = 20)
    void sample_takesItsShare(@ForAll("shares") double share) {
        LogFilter filter = LogFilter.parse("sample(insertId, " + share + ")");
        int taken = 0;
        for (int at = 0; at < 4_000; at++) {
            taken +=
                    filter.matches(LogEntry.newBuilder().setInsertId("id-" + at).build()) ? 1 : 0;
        }
        assertThat(taken / 4_000.0).isBetween(share - 0.05, share + 0.05);
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.of(0.05, 0.25, 0.5, 0.75, 0.95);
    }
}
