// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.Locale;
import java.util.Optional;

/** Values of a stored report: the unit says whether a number is a quantity or money. */
final class ReportValues {
    private ReportValues() {}

    /** A text that is a word of {@link Absence} stands for it: both are shown alike. */
    static Value value(ReportMembers json, String name, Optional<String> unit) {
        if (json.isNumber(name)) {
            String of = unit.orElseThrow(() -> json.wrong(name, "is a number without a unit; add the unit"));
            return isCurrency(of)
                    ? Value.money(json.decimal(name), of)
                    : new Value.Quantity(json.number(name), unit(json, of));
        }
        Optional<String> text = json.optionalText(name);
        return text.isEmpty() ? Value.none() : absence(text.get()).orElseGet(() -> Value.of(text.get()));
    }

    static Value.Unit unit(ReportMembers json, String name) {
        for (Value.Unit unit : Value.Unit.values()) {
            if (name(unit).equals(name)) {
                return unit;
            }
        }
        throw json.wrong("unit", "is none of this version; read it with a newer one");
    }

    /** Of a number: a unit in lower case, or a currency in capitals. */
    static Optional<String> unitOf(Value value) {
        if (value instanceof Value.Money money) {
            return Optional.of(money.currency());
        }
        return value instanceof Value.Quantity quantity ? Optional.of(name(quantity.unit())) : Optional.empty();
    }

    static String name(Value.Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isCurrency(String unit) {
        return unit.matches("[A-Z]{3}");
    }

    private static Optional<Value> absence(String word) {
        for (Absence absence : Absence.values()) {
            if (absence.word().equals(word)) {
                return Optional.of(Value.absent(absence));
            }
        }
        return Optional.empty();
    }
}
