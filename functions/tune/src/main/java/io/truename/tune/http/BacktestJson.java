// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.EnumNames;
import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.BacktestReport;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.series.MetricSeries;
import java.io.IOException;
import java.time.Instant;

/** Answer of a backtest as JSON. */
final class BacktestJson {
    private static final int MOST_ALARMS = 1_000;
    private static final double SECOND = 1_000;

    private BacktestJson() {}

    static void write(JsonGenerator json, MetricSeries series, int judgedFrom, BacktestReport report)
            throws IOException {
        Backtest counts = report.counts();
        json.writeStartObject();
        time(json, "from", series.start());
        time(json, "judgedFrom", series.time(judgedFrom));
        time(json, "until", series.end());
        json.writeNumberField("periodSeconds", series.period() / SECOND);
        json.writeNumberField("values", series.present().length);
        json.writeArrayFieldStart("alarms");
        for (TimeWindow alarm :
                report.alarms().subList(0, Math.min(MOST_ALARMS, report.alarms().size()))) {
            json.writeStartObject();
            window(json, alarm);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("alarmsNotListed", Math.max(0, report.alarms().size() - MOST_ALARMS));
        share(json, "falseHours", counts.falseHours());
        json.writeNumberField("falseAlarms", counts.falseEpisodes());
        BaselineJson.number(json, "episodesPerWeek", counts.episodesPerWeek());
        share(json, "recall", counts.recall());
        BaselineJson.number(json, "precision", counts.precision());
        json.writeArrayFieldStart("incidents");
        for (BacktestReport.Judged incident : report.incidents()) {
            incident(json, incident);
        }
        json.writeEndArray();
        hours(json, report.hours());
        json.writeEndObject();
    }

    private static void incident(JsonGenerator json, BacktestReport.Judged incident) throws IOException {
        json.writeStartObject();
        window(json, incident.incident());
        if (incident.unjudged() == BacktestReport.Unjudged.NONE) {
            json.writeBooleanField("found", incident.millisToAlarm().isPresent());
        } else {
            json.writeNullField("found");
            json.writeStringField("notJudged", EnumNames.of(incident.unjudged()));
        }
        BaselineJson.number(
                json,
                "timeToDetectSeconds",
                incident.millisToAlarm().isPresent() ? incident.millisToAlarm().getAsLong() / SECOND : Double.NaN);
        json.writeEndObject();
    }

    private static void hours(JsonGenerator json, BacktestReport.Hours hours) throws IOException {
        json.writeObjectFieldStart("hours");
        json.writeNumberField("clean", hours.clean());
        json.writeNumberField("ofIncidents", hours.ofIncidents());
        json.writeNumberField("withoutValue", hours.withoutValue());
        json.writeNumberField("beforePolicy", hours.beforePolicy());
        json.writeEndObject();
    }

    private static void share(JsonGenerator json, String name, Share share) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("events", share.events());
        json.writeNumberField("trials", share.trials());
        BaselineJson.number(json, "share", share.value());
        json.writeNumberField("lower", share.lower());
        json.writeNumberField("upper", share.upper());
        json.writeEndObject();
    }

    private static void window(JsonGenerator json, TimeWindow window) throws IOException {
        time(json, "from", window.from());
        time(json, "until", window.to());
    }

    static void time(JsonGenerator json, String name, long millis) throws IOException {
        json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    }
}
