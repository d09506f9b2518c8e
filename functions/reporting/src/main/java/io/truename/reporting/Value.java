// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Value in a report: at full precision for programs, rounded for people. */
public sealed interface Value {
    /** Readable text of the value. */
    String forPeople();

    /** Whether it is a number, to be set to the right of its column. */
    default boolean numeric() {
        return false;
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value count(long count) {
        return new Quantity(count, Unit.COUNT);
    }

    static Value bytes(long bytes) {
        return new Quantity(bytes, Unit.BYTES);
    }

    static Value seconds(double seconds) {
        return new Quantity(seconds, Unit.SECONDS);
    }

    /** 0 to 1. */
    static Value share(double share) {
        return new Quantity(share, Unit.SHARE);
    }

    static Value perSecond(double rate) {
        return new Quantity(rate, Unit.PER_SECOND);
    }

    /** Ratio of good events: shown with three decimals and never rounded up, so that 100 % means all. */
    static Value ratio(double ratio) {
        return new Quantity(ratio, Unit.RATIO);
    }

    static Value minutes(double minutes) {
        return new Quantity(minutes, Unit.MINUTES);
    }

    static Value milliseconds(double milliseconds) {
        return new Quantity(milliseconds, Unit.MILLISECONDS);
    }

    /** Times of something else, such as a burn rate. */
    static Value times(double factor) {
        return new Quantity(factor, Unit.TIMES);
    }

    /** Points of a score. */
    static Value points(double points) {
        return new Quantity(points, Unit.POINTS);
    }

    /** An amount of a currency, such as USD. */
    static Value money(BigDecimal amount, String currency) {
        return new Money(amount, currency);
    }

    /** No number, and the word for it. */
    static Value absent(Absence reason) {
        return new Absent(reason);
    }

    /** Nobody knows, or it does not apply. */
    static Value none() {
        return new None();
    }

    /** Unit of a quantity. */
    enum Unit {
        COUNT,
        BYTES,
        SECONDS,
        /** Share, from 0 to 1. */
        SHARE,
        PER_SECOND,
        /** Good events of all, from 0 to 1. */
        RATIO,
        MINUTES,
        MILLISECONDS,
        TIMES,
        POINTS
    }

    /** A word, a name or an instant. */
    record Text(String text) implements Value {
        @Override
        public String forPeople() {
            return text;
        }
    }

    /** A number. */
    record Quantity(double amount, Unit unit) implements Value {
        private static final MathContext SIGNIFICANT = new MathContext(14);

        public Quantity {
            if (!Double.isFinite(amount)) {
                throw new IllegalArgumentException("amount: must be finite");
            }
            // 0 for -0, which would be shown as -0.
            amount += 0.0;
        }

        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public String forPeople() {
            return switch (unit) {
                case COUNT -> whole(amount);
                case BYTES -> bytesForPeople(amount);
                case SECONDS -> secondsForPeople(amount);
                case SHARE -> String.format(Locale.ROOT, "%.1f %%", percent());
                case PER_SECOND -> whole(amount) + " /s";
                case RATIO ->
                    decimals(amount < 1 ? Math.min(percent(), 99.9999) : percent(), 3, RoundingMode.FLOOR) + " %";
                case MINUTES -> decimals(amount, 1, RoundingMode.HALF_UP) + " min";
                case MILLISECONDS -> decimals(amount, amount < 100 ? 1 : 0, RoundingMode.HALF_UP) + " ms";
                case TIMES -> decimals(amount, 1, RoundingMode.HALF_UP) + "×";
                case POINTS -> decimals(amount, 1, RoundingMode.HALF_UP);
            };
        }

        /** Never beyond the numbers that there are. */
        private double percent() {
            return Math.max(-Double.MAX_VALUE, Math.min(amount * 100, Double.MAX_VALUE));
        }

        /** Of the shortest text of the number: 0.9995 times 100 is 99.95 for a reader, and 99.949... in binary. */
        private static String decimals(double amount, int places, RoundingMode rounding) {
            BigDecimal exact = new BigDecimal(amount).round(SIGNIFICANT).setScale(places, rounding);
            return String.format(Locale.ROOT, "%,." + places + "f", exact);
        }

        private static String whole(double amount) {
            return String.format(Locale.ROOT, "%,.0f", amount);
        }

        private static String bytesForPeople(double bytes) {
            String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
            double amount = bytes;
            int unit = 0;
            while (Math.abs(amount) >= 999.5 && unit < units.length - 1) {
                amount /= 1000;
                unit++;
            }
            return String.format(Locale.ROOT, unit == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
        }

        private static String secondsForPeople(double seconds) {
            if (seconds < 10) {
                return String.format(Locale.ROOT, "%.1f s", seconds);
            }
            long whole = Math.round(seconds);
            if (whole < 120) {
                return whole + " s";
            }
            long minutes = Math.round(seconds / 60);
            if (minutes < 120) {
                return minutes + " min";
            }
            long hours = minutes / 60;
            return hours < 48 ? hours + " h " + minutes % 60 + " min" : hours / 24 + " d " + hours % 24 + " h";
        }
    }

    /**
     * Money. Shown to the cent; an amount below one with three digits.
     *
     * @param currency ISO 4217 code
     */
    record Money(BigDecimal amount, String currency) implements Value {
        private static final BigDecimal CENT = new BigDecimal("0.01");

        public Money {
            if (!currency.matches("[A-Z]{3}")) {
                throw new IllegalArgumentException("currency: of three capital letters, such as USD");
            }
            // 1.50 and 1.5 are the same amount, and are shown alike.
            amount = amount.stripTrailingZeros();
        }

        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public String forPeople() {
            boolean small = amount.signum() != 0 && amount.abs().compareTo(CENT) < 0;
            BigDecimal shown = small ? amount.round(new MathContext(3)) : amount.setScale(2, RoundingMode.HALF_UP);
            return (small ? shown.toPlainString() : String.format(Locale.ROOT, "%,.2f", shown)) + " " + currency;
        }
    }

    /** A word in place of a number. */
    record Absent(Absence reason) implements Value {
        @Override
        public String forPeople() {
            return reason.word();
        }
    }

    /** No value. */
    record None() implements Value {
        @Override
        public String forPeople() {
            return "–";
        }
    }
}
