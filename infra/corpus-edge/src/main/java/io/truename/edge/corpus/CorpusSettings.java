// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import io.truename.edge.settings.Settings;
import io.truename.monitoring.MonitoringEndpoint;
import io.truename.postgres.DatabaseUrl;
import io.truename.pubsub.PubSubEndpoint;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Environment that every function on a corpus reads; the READMEs of the functions have the table.
 *
 * @param mapping source of the YAML, not yet read; its problems are reported when it is needed
 * @param project empty if none is set: then nothing is published or measured
 * @param monitoring empty if no project is set, or metrics are switched off
 * @param region where the function runs, as metrics name it
 */
public record CorpusSettings(
        Optional<DatabaseUrl> database,
        Optional<MappingSource> mapping,
        Optional<String> project,
        Optional<String> pubSubEmulator,
        Optional<MonitoringEndpoint> monitoring,
        String region) {
    private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,62}");

    /** Reads every setting; the caller refuses bad ones together with its own. */
    public static CorpusSettings read(Settings settings) {
        return new CorpusSettings(
                settings.optional("TRUENAME_DATABASE_URL", DatabaseUrl::parse),
                readMapping(settings),
                settings.optional("GOOGLE_CLOUD_PROJECT", text -> text),
                settings.optional("PUBSUB_EMULATOR_HOST", PubSubEndpoint::requireAddress),
                readMonitoring(settings),
                settings.read("TRUENAME_REGION", "global", CorpusSettings::region));
    }

    /**
     * Returns the database.
     *
     * @throws NotSetUpException if none is set
     */
    public DatabaseUrl requireDatabase() {
        return database.orElseThrow(() -> new NotSetUpException(
                Missing.DATABASE,
                "There is no database: set TRUENAME_DATABASE_URL to"
                        + " postgresql://user:password@host:port/name and start the function again."));
    }

    /**
     * Reads the mapping's YAML.
     *
     * @throws NotSetUpException if there is none, or it cannot be read
     */
    public String requireMapping() {
        return mapping.orElseThrow(() -> new NotSetUpException(
                        Missing.MAPPING,
                        "There is no mapping: set TRUENAME_MAPPING_FILE to a file with the YAML that names your tables"
                                + " and columns, or TRUENAME_MAPPING to its text, and start the function again."))
                .yaml();
    }

    private static Optional<MonitoringEndpoint> readMonitoring(Settings settings) {
        boolean on = settings.read("TRUENAME_MONITORING", true, text -> {
            if (!text.equals("off")) {
                throw new IllegalArgumentException("must be off, or left out");
            }
            return false;
        });
        Optional<String> server = settings.optional("TRUENAME_MONITORING_HOST", MonitoringEndpoint::requireAddress);
        return settings.optional("GOOGLE_CLOUD_PROJECT", text -> text)
                .filter(project -> on)
                .map(project -> new MonitoringEndpoint(project, server));
    }

    private static String region(String text) {
        if (!REGION.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a region's name, such as europe-west3");
        }
        return text;
    }

    private static Optional<MappingSource> readMapping(Settings settings) {
        Optional<MappingSource> text = settings.optional("TRUENAME_MAPPING", MappingSource.Text::new);
        return settings.read("TRUENAME_MAPPING_FILE", text, name -> {
            if (text.isPresent()) {
                throw new IllegalArgumentException("must be left out where TRUENAME_MAPPING is set");
            }
            return Optional.of(MappingSource.File.named(name));
        });
    }
}
