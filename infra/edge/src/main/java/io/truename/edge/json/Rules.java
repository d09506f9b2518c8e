// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import java.math.BigDecimal;
import java.util.Set;

/** Wording of the rules of JSON fields, so that every function reports the same mistake in the same words. */
public final class Rules {
    public static final String STRING = "must be a string";
    public static final String BOOLEAN = "must be true or false";
    public static final String ARRAY = "must be an array";
    public static final String OBJECT = "must be an object";
    public static final String GIVEN = "must be given";
    public static final String NOT_REPEATED = "may be given once only";
    public static final String KNOWN = "is not a field here; remove it";

    /** The rules of a value's JSON type. */
    public static final Set<String> TYPES = Set.of(STRING, BOOLEAN, ARRAY, OBJECT);

    public static final String KNOWN_FIELDS_ONLY = "may have known fields only; remove others";
    public static final String ONE_OBJECT = "must be one JSON object";
    public static final String BOUNDS =
            "must keep to 32 levels, strings of 1 MiB, names of 1024 and numbers of 64 characters";
    public static final String JSON = "must be JSON in UTF-8";

    /** The absence of a value, as a problem's {@code got}. */
    public static final String NOTHING = "nothing";

    static final String REPEATED = "the field a second time";

    private Rules() {}

    /** The rule of a whole number within bounds. */
    public static String wholeNumber(long least, long most) {
        return "must be a whole number from " + least + " to " + most;
    }

    /** The rule of a number within bounds. */
    public static String number(double least, double most) {
        return "must be a number from " + plain(least) + " to " + plain(most);
    }

    /** The rule of a choice; {@code names} are separated by commas. */
    public static String oneOf(String names) {
        return "must be one of " + names;
    }

    /** The rule of a text's length. */
    public static String mostCharacters(int most) {
        return "must have at most " + most + " characters";
    }

    /** The rule of an array's length. */
    public static String mostItems(int most, String items) {
        return "must have at most " + most + " " + items + "; split the request";
    }

    /** The length of a text in code points, as a problem's {@code got}. */
    public static String length(String text) {
        return text.codePointCount(0, text.length()) + " characters";
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
