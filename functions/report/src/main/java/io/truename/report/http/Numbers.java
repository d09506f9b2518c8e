// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Decimal numbers in JSON, with all of their digits. */
final class Numbers {
    private Numbers() {}

    static void write(JsonGenerator json, String name, BigDecimal number) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(number.toPlainString());
    }

    /** The number, or null. */
    static void write(JsonGenerator json, String name, Optional<BigDecimal> number) throws IOException {
        if (number.isPresent()) {
            write(json, name, number.get());
        } else {
            json.writeNullField(name);
        }
    }

    /** The number, or null. */
    static void share(JsonGenerator json, String name, Optional<Double> number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.get());
        } else {
            json.writeNullField(name);
        }
    }
}
