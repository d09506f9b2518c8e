// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.Locale;

/** Value in a report: at full precision for programs, rounded for people. */
public sealed interface Value {
    /** Readable text of the value. */
    String forPeople();

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
        PER_SECOND
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
        public Quantity {
            if (!Double.isFinite(amount)) {
                throw new IllegalArgumentException("amount: must be finite");
            }
        }

        @Override
        public String forPeople() {
            return switch (unit) {
                case COUNT -> whole(amount);
                case BYTES -> bytesForPeople(amount);
                case SECONDS -> secondsForPeople(amount);
                case SHARE -> String.format(Locale.ROOT, "%.1f %%", amount * 100);
                case PER_SECOND -> whole(amount) + " /s";
            };
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

    /** No value. */
    record None() implements Value {
        @Override
        public String forPeople() {
            return "–";
        }
    }
}
