// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sections of a report that show the options of a threshold, and the number of events behind the choice. */
final class ChoiceSections {
    private static final MathContext DIGITS = new MathContext(3);

    private ChoiceSections() {}

    /** False hours against detection: all options, today's and the chosen one marked, and the chosen one made looser. */
    static Section tradeOff(String key, JsonNode tradeOff) {
        List<Section.SharePoint> points = new ArrayList<>();
        for (JsonNode option : tradeOff.path("ways")) {
            boolean today = option.path("today").asBoolean();
            boolean chosen = option.path("chosen").asBoolean();
            String name = today ? "today" : option.path("name").asText();
            points.add(point(option, chosen && !today ? "proposed, " + name : name, today || chosen));
        }
        List<Section.SharePoint> line = new ArrayList<>();
        for (JsonNode looser : tradeOff.path("curve")) {
            line.add(point(
                    looser, "thresholds times " + number(looser.path("factor").asDouble()), false));
        }
        return new Section.Shares(
                key,
                "False hours against detection",
                "On " + tradeOff.path("from").asText() + " to "
                        + tradeOff.path("until").asText()
                        + ", by which the choice was made. Better is higher and further left. The line is the chosen policy with"
                        + " its thresholds multiplied, lower bounds divided.",
                "false hours",
                "found",
                line,
                points);
    }

    private static Section.SharePoint point(JsonNode judged, String name, boolean marked) {
        return new Section.SharePoint(
                name,
                judged.at("/falseHours/share").asDouble(),
                judged.at("/found/share").asDouble(),
                marked);
    }

    /** Events of a share, and the burn rates that they carry. */
    static Section counts(String key, JsonNode counts) {
        List<List<Value>> rows = new ArrayList<>();
        for (JsonNode rate : counts.path("burnRates")) {
            rows.add(List.of(
                    Value.of(rate.path("severity").asText()),
                    Value.of(number(rate.path("factor").asDouble())),
                    Value.share(rate.path("badShare").asDouble()),
                    Value.count(rate.path("eventsNeeded").asLong()),
                    Value.of(carried(rate))));
        }
        return new Section.Table(
                key,
                "Events",
                String.format(
                        Locale.ROOT,
                        "Usually %.2f %% of the events are bad, %s. A value is of %s events at the median, and nine of ten are"
                                + " of more than %s. Burn rates of the objective, and whether so many events carry them:",
                        100 * counts.path("usual").asDouble(),
                        counts.path("distribution").asText(),
                        number(counts.path("medianEvents").asDouble()),
                        number(counts.path("quietEvents").asDouble())),
                List.of(
                        new Section.Column("severity", "Severity"),
                        new Section.Column("factor", "Burn rate"),
                        new Section.Column("badShare", "Bad events"),
                        new Section.Column("eventsNeeded", "Events needed"),
                        new Section.Column("feasible", "Carried")),
                rows);
    }

    private static String carried(JsonNode rate) {
        return rate.path("infeasible").isNull()
                ? "yes"
                : rate.path("infeasible").asText();
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
