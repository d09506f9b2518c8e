// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.cloudsql.InstanceName;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.PubSubEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of health reports.
 *
 * @param endpoints addresses that answer {@code GET} with 200 while a function is well, by its name
 * @param backupAge how long ago a backup may have ended to count as fresh
 * @param reportsTopic short name of the topic that takes reports
 */
public record HealthSettings(
        Map<String, URI> endpoints,
        Optional<InstanceName> cloudSqlInstance,
        Optional<String> cloudSqlUrl,
        Duration backupAge,
        String reportsTopic) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final int MOST_ENDPOINTS = 20;
    private static final String RULE =
            "must be name=https://host/path, separated by commas, at most " + MOST_ENDPOINTS + ", each name once";

    public HealthSettings {
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    }

    /** Reads every setting; the caller refuses bad ones together with its own. */
    public static HealthSettings read(Settings settings) {
        return new HealthSettings(
                settings.read("TRUENAME_ENDPOINTS", Map.of(), HealthSettings::endpoints),
                settings.optional("TRUENAME_CLOUDSQL_INSTANCE", InstanceName::parse),
                settings.rootUrl("TRUENAME_CLOUDSQL_URL"),
                Duration.ofHours(settings.wholeNumber("TRUENAME_BACKUP_HOURS", 24, 1, 720)),
                settings.read("TRUENAME_HEALTH_REPORTS_TOPIC", "health-reports", PubSubEndpoint::requireTopic));
    }

    private static Map<String, URI> endpoints(String text) {
        Map<String, URI> endpoints = new LinkedHashMap<>();
        for (String one : text.split(",", -1)) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? "" : one.substring(0, equals).trim();
            boolean legal = NAME.matcher(name).matches()
                    && endpoints.put(name, address(one.substring(equals + 1).trim())) == null;
            if (!legal || endpoints.size() > MOST_ENDPOINTS) {
                throw new IllegalArgumentException(RULE);
            }
        }
        return endpoints;
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            throw new IllegalArgumentException(RULE, notAUri);
        }
        throw new IllegalArgumentException(RULE);
    }
}
