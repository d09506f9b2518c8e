// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Renders the figures of a report as OpenMetrics 1.0 gauges in base units: seconds, bytes, ratios. A figure without a number has no sample of its
 * own, rather than a 0, and one of {@code truename_report_absent} with the word.
 */
public final class ReportOpenMetrics {
    private static final String ABSENT = "truename_report_absent";
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

    private ReportOpenMetrics() {}

    /** The figures as text. Samples have the report's time. */
    public static String render(Report report) {
        Map<String, Family> families = new TreeMap<>();
        List<String> absent = new ArrayList<>();
        String at = BigDecimal.valueOf(report.at().toEpochMilli(), 3)
                .stripTrailingZeros()
                .toPlainString();
        for (Section section : report.sections()) {
            if (section instanceof Section.Figures figures) {
                for (Section.Figure figure : figures.figures()) {
                    sample(report, section, figure, at, families, absent);
                }
            }
        }
        StringBuilder out = new StringBuilder();
        families.forEach((name, family) -> family(out, name, family));
        if (!absent.isEmpty()) {
            family(out, ABSENT, new Family("", "Figures without a number, and the word for it.", absent));
        }
        return out.append("# EOF\n").toString();
    }

    private record Family(String unit, String help, List<String> samples) {}

    private static void sample(
            Report report,
            Section section,
            Section.Figure figure,
            String at,
            Map<String, Family> families,
            List<String> absent) {
        String labels = "kind=\"" + escaped(report.kind()) + "\",section=\"" + escaped(section.key()) + "\"";
        if (figure.value() instanceof Value.Absent none) {
            absent.add(ABSENT + "{" + labels + ",figure=\"" + escaped(figure.key()) + "\",reason=\""
                    + none.reason().word() + "\"} 1 " + at);
            return;
        }
        String unit;
        BigDecimal number;
        if (figure.value() instanceof Value.Money money) {
            unit = money.currency().toLowerCase(Locale.ROOT);
            number = money.amount();
        } else if (figure.value() instanceof Value.Quantity quantity) {
            BigDecimal amount = BigDecimal.valueOf(quantity.amount());
            unit = unit(quantity.unit());
            number = switch (quantity.unit()) {
                case MINUTES -> amount.multiply(MINUTE);
                case MILLISECONDS -> amount.movePointLeft(3);
                case COUNT, BYTES, SECONDS, SHARE, PER_SECOND, RATIO, TIMES, POINTS -> amount;
            };
        } else {
            return;
        }
        String name = "truename_report_" + snake(figure.key()) + (unit.isEmpty() ? "" : "_" + unit);
        families.computeIfAbsent(name, key -> new Family(unit, figure.label(), new ArrayList<>()))
                .samples()
                .add(name + "{" + labels + "} " + plain(number) + " " + at);
    }

    private static String unit(Value.Unit unit) {
        return switch (unit) {
            case BYTES -> "bytes";
            case SECONDS, MINUTES, MILLISECONDS -> "seconds";
            case SHARE, RATIO, TIMES -> "ratio";
            case COUNT, PER_SECOND, POINTS -> "";
        };
    }

    private static void family(StringBuilder out, String name, Family family) {
        out.append("# TYPE ").append(name).append(" gauge\n");
        if (!family.unit().isEmpty()) {
            out.append("# UNIT ").append(name).append(' ').append(family.unit()).append('\n');
        }
        out.append("# HELP ")
                .append(name)
                .append(' ')
                .append(escaped(family.help()))
                .append('\n');
        family.samples().forEach(sample -> out.append(sample).append('\n'));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String snake(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_");
    }

    private static String escaped(String text) {
        return PlainText.of(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
