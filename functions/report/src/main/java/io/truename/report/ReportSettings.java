// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.billing.BillingTable;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.settings.Settings;
import io.truename.pubsub.PubSubEndpoint;
import io.truename.report.http.FeedbackLinks;
import io.truename.storage.BucketEndpoint;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The environment of {@code report}; the README has the same table.
 *
 * @param deadLettersTopic short name; empty leaves messages that cannot succeed to their subscription's policy
 * @param stepsTopic short name of the topic on which a report asks for its next step
 * @param reportsTopic short name of the topic on which reports are announced
 * @param bucket in which reports are kept
 * @param zone of the readers: weeks and months begin at midnight there
 * @param billingTable of a billing export in BigQuery
 * @param billingUrl root of a server in place of Google's price list and BigQuery
 * @param links for readers of reports; empty unless both the key and the address are set
 */
record ReportSettings(
        CorpusSettings corpus,
        Optional<String> deadLettersTopic,
        String stepsTopic,
        String reportsTopic,
        Optional<BucketEndpoint> bucket,
        ZoneId zone,
        Optional<BillingTable> billingTable,
        Optional<String> billingUrl,
        Optional<FeedbackLinks> links) {
    /** Reads every setting, so that one start shows every bad one. */
    static ReportSettings read(Settings settings) {
        ReportSettings read = new ReportSettings(
                CorpusSettings.read(settings),
                settings.optional("TRUENAME_DEAD_LETTERS_TOPIC", PubSubEndpoint::requireTopic),
                settings.read("TRUENAME_REPORT_STEPS_TOPIC", "report-steps", PubSubEndpoint::requireTopic),
                settings.read("TRUENAME_REPORTS_TOPIC", "reports", PubSubEndpoint::requireTopic),
                bucket(settings),
                settings.read("TRUENAME_REPORT_ZONE", ZoneOffset.UTC, ReportSettings::zone),
                settings.optional("TRUENAME_BILLING_TABLE", BillingTable::parse),
                settings.rootUrl("TRUENAME_BILLING_URL"),
                links(settings));
        settings.refuseBad();
        return read;
    }

    private static Optional<FeedbackLinks> links(Settings settings) {
        Optional<String> key = settings.optional("TRUENAME_FEEDBACK_KEY", FeedbackLinks::requireKey);
        Optional<String> root = settings.rootUrl("TRUENAME_FEEDBACK_URL");
        return key.flatMap(secret -> root.map(address -> new FeedbackLinks(secret, address)));
    }

    private static Optional<BucketEndpoint> bucket(Settings settings) {
        Optional<String> host = settings.optional("STORAGE_EMULATOR_HOST", BucketEndpoint::requireHost);
        return settings.optional("TRUENAME_REPORTS_BUCKET", BucketEndpoint::requireBucket)
                .map(name -> new BucketEndpoint(name, host));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException notAZone) {
            throw new IllegalArgumentException("must be a zone, such as Europe/Berlin or Etc/UTC", notAZone);
        }
    }
}
