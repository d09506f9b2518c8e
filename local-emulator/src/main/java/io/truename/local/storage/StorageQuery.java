// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Query parameters of a call. One that the local cloud would have to obey, and does not, is refused. */
record StorageQuery(Map<String, String> values) {
    private static final Set<String> KNOWN = Set.of(
            "alt",
            "delimiter",
            "endOffset",
            "fields",
            "generation",
            "ifGenerationMatch",
            "ifGenerationNotMatch",
            "ifMetagenerationMatch",
            "ifMetagenerationNotMatch",
            "includeTrailingDelimiter",
            "key",
            "maxResults",
            "name",
            "pageToken",
            "prefix",
            "prettyPrint",
            "project",
            "projection",
            "quotaUser",
            "startOffset",
            "uploadType",
            "upload_id",
            "userIp",
            "versions");

    private static final int MOST_A_PAGE = 1_000;

    StorageQuery {
        values = Map.copyOf(values);
        values.keySet().stream()
                .filter(name -> !KNOWN.contains(name) && !name.startsWith("$"))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw StorageError.notDone("Parameter " + name);
                });
        for (String off : new String[] {"versions", "includeTrailingDelimiter"}) {
            if (!values.getOrDefault(off, "false").equals("false")) {
                throw StorageError.notDone("Parameter " + off);
            }
        }
    }

    /** Empty if absent or empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    OptionalLong number(String name) {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException noNumber) {
            throw StorageError.invalid("Parameter " + name + " must be a whole number.");
        }
    }

    boolean media() {
        String alt = text("alt").orElse("json");
        if (!alt.equals("json") && !alt.equals("media")) {
            throw StorageError.invalid("Parameter alt must be json or media.");
        }
        return alt.equals("media");
    }

    /** Number of entries of a page: 1 to 1,000, which is the default. */
    int pageSize() {
        long wanted = number("maxResults").orElse(MOST_A_PAGE);
        if (wanted < 0) {
            throw StorageError.invalid("Parameter maxResults must not be negative.");
        }
        return wanted == 0 ? MOST_A_PAGE : (int) Math.min(wanted, MOST_A_PAGE);
    }
}
