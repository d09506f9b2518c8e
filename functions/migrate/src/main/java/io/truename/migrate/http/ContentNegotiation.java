// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import java.util.Locale;
import java.util.Optional;

/** Which of the forms a caller takes, from the Accept header (RFC 9110, section 12.5.1). */
final class ContentNegotiation {
    private ContentNegotiation() {}

    /** The form the caller likes best, the first of equals; empty if it takes none. */
    static Optional<Reports.Form> of(Optional<String> accept) {
        String header = accept.orElse("").trim();
        if (header.isEmpty()) {
            return Optional.of(Reports.Form.JSON);
        }
        Reports.Form best = null;
        double liked = 0;
        for (Reports.Form form : Reports.Form.values()) {
            double quality = quality(header, form.mediaType());
            if (quality > liked) {
                best = form;
                liked = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What the most specific range that covers the type says. */
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
