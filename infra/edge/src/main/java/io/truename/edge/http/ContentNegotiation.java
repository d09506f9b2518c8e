// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Content negotiation by the Accept header (RFC 9110, section 12.5.1). */
public final class ContentNegotiation {
    private ContentNegotiation() {}

    /**
     * The representation that the caller prefers, the first of equals; empty if the caller takes none.
     *
     * @param accept the header's value; an absent or empty one takes the first representation
     * @param mediaType of a representation, without parameters, in lower case
     */
    public static <T> Optional<T> choose(
            Optional<String> accept, List<T> representations, Function<T, String> mediaType) {
        String header = accept.orElse("").trim();
        if (header.isEmpty()) {
            return representations.stream().findFirst();
        }
        T best = null;
        double highest = 0;
        for (T representation : representations) {
            double quality = quality(header, mediaType.apply(representation));
            if (quality > highest) {
                best = representation;
                highest = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The weight of the most specific range that covers the type. */
    private static double quality(String header, String mediaType) {
        String family = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
        double quality = 0;
        int specific = 0;
        for (String range : header.split(",", -1)) {
            String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
            String type = parts[0].trim();
            int precision = type.equals(mediaType) ? 3 : type.equals(family) ? 2 : type.equals("*/*") ? 1 : 0;
            if (precision > specific) {
                specific = precision;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.startsWith("q=")) {
                try {
                    return Math.max(0, Math.min(1, Double.parseDouble(parameter.substring(2))));
                } catch (NumberFormatException notANumber) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
