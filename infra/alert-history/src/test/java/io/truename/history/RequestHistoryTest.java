// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class RequestHistoryTest {
    private static final Instant FROM = Instant.parse("2026-07-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final AggregatingArchive archive = new AggregatingArchive();
    private final RequestHistory history = new RequestHistory(archive);

    private static TimeSeries of(String metric, String function, String revision, String region, String code) {
        return AggregatingArchive.series(
                "run.googleapis.com/" + metric,
                Map.of("response_code", code, "response_code_class", code.charAt(0) + "xx"),
                Map.of("service_name", function, "revision_name", revision, "location", region));
    }

    private void requests(String function, String revision, String region, String code, int minutes, long each) {
        archive.keep(
                of("request_count", function, revision, region, code),
                MetricKind.DELTA,
                ValueType.INT64,
                FROM,
                MINUTE,
                minutes,
                minute -> new PointValue.Whole(each));
    }

    @Test
    void revisions_areAddedUp_andRegionsAndStatusesKeptApart() {
        requests("generate", "one", "europe-west1", "200", 120, 10);
        requests("generate", "two", "europe-west1", "200", 120, 3);
        requests("generate", "two", "europe-west1", "503", 61, 1);
        requests("generate", "two", "us-central1", "404", 120, 2);
        requests("probe", "one", "europe-west1", "200", 120, 7);

        Map<String, Served> read = history.read(FROM, FROM.plus(HOUR.multipliedBy(2)), HOUR);
        Served generate = read.get("generate");
        assertThat(generate.byCode()).isEqualTo(Map.of("200", 1560L, "404", 240L, "503", 61L));
        assertThat(generate.total()).isEqualTo(1861);
        assertThat(generate.slots()).hasSize(4);
        assertThat(generate.slots().get(new Slot(FROM, "europe-west1"))).containsExactly(780, 840);
        assertThat(generate.slots().get(new Slot(FROM.plus(HOUR), "europe-west1")))
                .containsExactly(780, 781);
        assertThat(read.get("probe").total()).isEqualTo(840);
        // Of one function alone, the others do not travel.
        assertThat(history.find("probe", FROM, FROM.plus(HOUR), MINUTE)
                        .orElseThrow()
                        .slots())
                .hasSize(60);
        assertThat(history.find("tune", FROM, FROM.plus(HOUR), MINUTE)).isEmpty();
    }

    // Periods are counted from the end of a question: one that does not divide the time would count requests from
    // before it.
    @Test
    void timeThatNoStepDivides_isReadInMinutes_andNothingBeforeItCounts() {
        requests("generate", "one", "r", "200", 120, 1);
        Instant begin = FROM.plus(Duration.ofMinutes(30));
        Served served = history.find("generate", begin, begin.plus(Duration.ofSeconds(45 * 60 + 30)), HOUR)
                .orElseThrow();
        assertThat(served.step()).isEqualTo(MINUTE);
        assertThat(served.total()).isEqualTo(45);
        assertThat(served.slots().keySet()).extracting(Slot::begin).contains(begin);
        assertThat(history.read(begin, begin.plusSeconds(20), HOUR)).isEmpty();
        assertThat(history.read(begin, begin.minusSeconds(20), HOUR)).isEmpty();
    }

    @Test
    void quarter_isOneQuestion_inStepsOfTenMinutes_andAMonthInMinutes_too() {
        requests("generate", "one", "r", "200", 60, 1);
        Duration ten = Duration.ofMinutes(10);
        assertThat(history.find("generate", FROM, FROM.plus(DAY.multipliedBy(92)), ten)
                        .orElseThrow()
                        .slots())
                .hasSize(6);
        assertThat(archive.questions()).hasSize(1);
        history.find("generate", FROM, FROM.plus(DAY.multipliedBy(31)), MINUTE);
        assertThat(archive.questions()).hasSize(2);
        // Minutes of a quarter would not fit into pages of one reading.
        history.find("generate", FROM, FROM.plus(DAY.multipliedBy(92)), MINUTE);
        assertThat(archive.questions()).hasSize(5);
    }

    @Test
    void latencies_ofRevisionsAndHours_areOneDistribution() {
        Buckets buckets = Buckets.explicit(10, 100);
        IntFunction<PointValue> fast = minute -> Histogram.of(buckets, 5, 50);
        IntFunction<PointValue> slow = minute -> Histogram.of(buckets, 500);
        for (var each : Map.of("one", fast, "two", slow).entrySet()) {
            archive.keep(
                    of("request_latencies", "generate", each.getKey(), "r", "200"),
                    MetricKind.DELTA,
                    ValueType.DISTRIBUTION,
                    FROM,
                    MINUTE,
                    180,
                    each.getValue());
        }
        Histogram all = history.latencies("generate", FROM, FROM.plus(HOUR.multipliedBy(2)))
                .orElseThrow();
        assertThat(all.count()).isEqualTo(360);
        assertThat(all.countAt(2)).isEqualTo(120);
        assertThat(all.mean()).isCloseTo(555 / 3.0, within(1e-9));
        assertThat(history.latencies("probe", FROM, FROM.plus(HOUR))).isEmpty();
    }
}
