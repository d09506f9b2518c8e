// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User-facing names of a function's settings, where a host sets the variables. A user of the local cloud types {@code
 * --database}, so a refusal should name that option and not {@code TRUENAME_DATABASE_URL}. Empty in the cloud.
 */
public final class SettingNames {
    /** The variable that holds them: {@code VARIABLE=name}, separated by commas. */
    public static final String VARIABLE = "TRUENAME_SETTING_NAMES";

    private final Map<String, String> names;

    private SettingNames(Map<String, String> names) {
        this.names = names;
    }

    /** Reads the value of {@link #VARIABLE}; null and unreadable entries name nothing. */
    public static SettingNames parse(@Nullable String text) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String entry : text == null ? new String[0] : text.split(",")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                names.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return new SettingNames(names);
    }

    /** Whether no setting has another name than its variable, as in the cloud. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Replaces each variable in a text with its user-facing name. */
    public String in(String text) {
        String named = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replaceAll("\\b" + name.getKey() + "\\b", name.getValue());
        }
        return named;
    }
}
