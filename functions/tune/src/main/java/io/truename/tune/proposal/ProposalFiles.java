// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ThresholdStore.Threshold;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proposed thresholds as files for other ways to put them in place: variables of Terraform, and updates of policies. */
public final class ProposalFiles {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** The number that a query compares with, at its end: a constant, or the fallback of a published threshold. */
    private static final Pattern COMPARED = Pattern.compile("([<>] |or vector\\()([0-9.]+)(\\)*)$");

    private ProposalFiles() {}

    /** A policy of a request cannot be updated; the message names the place and the remedy. */
    public static final class PolicyException extends Exception {
        private static final long serialVersionUID = 1;

        PolicyException(String message) {
            super(message);
        }
    }

    /**
     * Settings of a condition that go together: only with both it is the policy that was judged.
     *
     * @param number threshold of the tier that its alert compares with; of one by hour the loosest, for a constant cannot follow the hours
     * @param lasting duration
     */
    public record Setting(double number, Duration lasting) {}

    /** Settings of each condition that gets thresholds. */
    public static Map<ComparedCondition, Setting> settings(
            Catalog catalog, List<Threshold> thresholds, List<ProposalStore.Part> parts) {
        Map<ComparedCondition, Setting> settings = new LinkedHashMap<>();
        for (ComparedCondition condition : Proposals.proposable(catalog)) {
            thresholds.stream()
                    .filter(threshold -> threshold
                                    .alert()
                                    .equals(condition.alert().name())
                            && threshold.condition().equals(condition.name())
                            && threshold.severity().equals(condition.alert().tier()))
                    .findFirst()
                    .ifPresent(threshold -> settings.put(
                            condition,
                            new Setting(
                                    threshold.hours().stream()
                                            .reduce(condition.bound().above() ? Math::max : Math::min)
                                            .orElseThrow(),
                                    PartResult.lasting(parts, threshold))));
        }
        return settings;
    }

    /** A file {@code thresholds.auto.tfvars.json}, with the durations that are not the catalog's. */
    public static String tfvars(Map<ComparedCondition, Setting> settings) {
        ObjectNode file = MAPPER.createObjectNode();
        ObjectNode thresholds = file.putObject("thresholds");
        ObjectNode durations = file.putObject("durations");
        settings.forEach((condition, setting) -> {
            String place = condition.alert().name() + "/" + condition.name();
            thresholds.put(place, rounded(setting.number()));
            if (!setting.lasting().equals(condition.condition().lasting())) {
                durations.put(place, setting.lasting().toSeconds());
            }
        });
        return file.toPrettyString() + "\n";
    }

    /** Four digits: more would claim to know more than the past says. */
    private static BigDecimal rounded(double number) {
        return new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros();
    }

    /**
     * Policies with the proposed thresholds and durations in place of theirs, and nothing else changed: names of conditions stay, by
     * which Cloud Monitoring knows them.
     *
     * @param policies as {@code gcloud monitoring policies list --format=json} prints them; the label {@code alert} names each
     * @return those that change
     * @throws PolicyException if they cannot be read, or are not those that the thresholds were chosen for
     */
    public static String patch(Map<ComparedCondition, Setting> settings, byte[] policies) throws PolicyException {
        JsonNode read;
        try {
            read = MAPPER.readTree(policies);
        } catch (IOException notJson) {
            throw new PolicyException(
                    "The body is no JSON. Send the output of gcloud monitoring policies list --format=json.");
        }
        if (!read.isArray()) {
            throw new PolicyException(
                    "The body must be an array of policies. Send the output of gcloud monitoring policies list --format=json.");
        }
        ArrayNode changed = MAPPER.createArrayNode();
        for (JsonNode policy : read) {
            if (policy instanceof ObjectNode object && updated(settings, object)) {
                changed.add(object);
            }
        }
        return changed.toPrettyString() + "\n";
    }

    private static boolean updated(Map<ComparedCondition, Setting> settings, ObjectNode policy) throws PolicyException {
        boolean any = false;
        for (Map.Entry<ComparedCondition, Setting> setting : settings.entrySet()) {
            ComparedCondition compared = setting.getKey();
            if (!policy.at("/userLabels/alert").asText().equals(compared.alert().name())) {
                continue;
            }
            for (JsonNode condition : policy.path("conditions")) {
                if (condition.path("displayName").asText().equals(compared.name())) {
                    any |= update(condition, setting.getValue(), compared);
                }
            }
        }
        return any;
    }

    private static boolean update(JsonNode condition, Setting setting, ComparedCondition compared)
            throws PolicyException {
        String alert = compared.alert().name();
        if (condition.path("name").asText().isEmpty()) {
            throw new PolicyException("The condition " + compared.name() + " of " + alert
                    + " has no name: Cloud Monitoring would make a new one. Send policies as the API gives them.");
        }
        BigDecimal number = rounded(setting.number());
        if (condition.path("conditionThreshold") instanceof ObjectNode threshold) {
            requireAlignment(threshold, compared);
            threshold.put("thresholdValue", number);
            threshold.put("duration", seconds(setting.lasting()));
            return true;
        }
        if (condition.path("conditionPrometheusQueryLanguage") instanceof ObjectNode promql) {
            String query = promql.path("query").asText();
            requireQuery(query, compared);
            requireDuration(promql, setting, compared);
            Matcher compares = COMPARED.matcher(query);
            if (!compares.find()) {
                throw new PolicyException("The query of " + alert + " ends in no number to replace.");
            }
            promql.put("query", compares.replaceFirst("$1" + number.toPlainString() + "$3"));
            promql.put("duration", seconds(setting.lasting()));
            return true;
        }
        return false;
    }

    private static void requireAlignment(ObjectNode threshold, ComparedCondition compared) throws PolicyException {
        String live = threshold.at("/aggregations/0/alignmentPeriod").asText();
        if (compared.condition() instanceof AlertSpec.Condition.Threshold chosen
                && !live.equals(seconds(chosen.aggregation().period()))) {
            throw new PolicyException("The policy of " + compared.alert().name() + " aligns by "
                    + (live.isEmpty() ? "nothing" : live) + ", its threshold was chosen for values of "
                    + seconds(chosen.aggregation().period()) + ". Apply Terraform first.");
        }
    }

    private static void requireQuery(String live, ComparedCondition compared) throws PolicyException {
        if (compared.condition() instanceof AlertSpec.Condition.Query chosen
                && !words(live).startsWith(words("(" + chosen.query() + ")"))) {
            throw new PolicyException(
                    "The policy of " + compared.alert().name()
                            + " compares another query than the one of alerts.yaml, which its threshold was chosen for. Apply Terraform first.");
        }
    }

    /** Thresholds that are published leave their policy its duration, so that the number is for that one. */
    private static void requireDuration(ObjectNode promql, Setting setting, ComparedCondition compared)
            throws PolicyException {
        String live = promql.path("duration").asText("0s");
        if (compared.bound().tuned() && !live.equals(seconds(setting.lasting()))) {
            throw new PolicyException("The policy of " + compared.alert().name() + " waits for " + live
                    + ", its thresholds were chosen for " + seconds(setting.lasting()) + ". Apply Terraform first.");
        }
    }

    private static String words(String query) {
        return query.replaceAll("\\s+", " ");
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + "s";
    }
}
