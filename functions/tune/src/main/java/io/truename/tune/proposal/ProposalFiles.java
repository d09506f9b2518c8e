// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.catalog.Catalog;
import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ThresholdStore.Threshold;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
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
     * One number for each condition that gets thresholds: that of the tier which its alert compares with; of those by hour the loosest,
     * because a constant cannot follow the hours.
     */
    public static Map<ComparedCondition, Double> numbers(Catalog catalog, List<Threshold> thresholds) {
        Map<ComparedCondition, Double> numbers = new LinkedHashMap<>();
        for (ComparedCondition condition : Proposals.proposable(catalog)) {
            thresholds.stream()
                    .filter(threshold -> threshold
                                    .alert()
                                    .equals(condition.alert().name())
                            && threshold.condition().equals(condition.name())
                            && threshold.severity().equals(condition.alert().tier()))
                    .findFirst()
                    .ifPresent(threshold -> numbers.put(
                            condition,
                            threshold.hours().stream()
                                    .reduce(condition.bound().above() ? Math::max : Math::min)
                                    .orElseThrow()));
        }
        return numbers;
    }

    /** A file {@code thresholds.auto.tfvars.json}. */
    public static String tfvars(Map<ComparedCondition, Double> numbers) {
        ObjectNode file = MAPPER.createObjectNode();
        ObjectNode thresholds = file.putObject("thresholds");
        numbers.forEach((condition, number) ->
                thresholds.put(condition.alert().name() + "/" + condition.name(), rounded(number)));
        return file.toPrettyString() + "\n";
    }

    /** Four digits: more would claim to know more than the past says. */
    private static BigDecimal rounded(double number) {
        return new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros();
    }

    /**
     * Policies with the proposed thresholds in place of theirs, and nothing else changed: names of conditions stay, by which Cloud
     * Monitoring knows them.
     *
     * @param policies as {@code gcloud monitoring policies list --format=json} prints them; the label {@code alert} names each
     * @return those that change
     * @throws PolicyException if they cannot be read
     */
    public static String patch(Map<ComparedCondition, Double> numbers, byte[] policies) throws PolicyException {
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
            if (policy instanceof ObjectNode object && updated(numbers, object)) {
                changed.add(object);
            }
        }
        return changed.toPrettyString() + "\n";
    }

    private static boolean updated(Map<ComparedCondition, Double> numbers, ObjectNode policy) throws PolicyException {
        boolean any = false;
        for (Map.Entry<ComparedCondition, Double> number : numbers.entrySet()) {
            ComparedCondition compared = number.getKey();
            if (!policy.at("/userLabels/alert").asText().equals(compared.alert().name())) {
                continue;
            }
            for (JsonNode condition : policy.path("conditions")) {
                if (condition.path("displayName").asText().equals(compared.name())) {
                    any |= update(condition, rounded(number.getValue()), compared);
                }
            }
        }
        return any;
    }

    private static boolean update(JsonNode condition, BigDecimal number, ComparedCondition compared)
            throws PolicyException {
        if (condition.path("name").asText().isEmpty()) {
            throw new PolicyException("The condition " + compared.name() + " of "
                    + compared.alert().name()
                    + " has no name: Cloud Monitoring would make a new one. Send policies as the API gives them.");
        }
        if (condition.path("conditionThreshold") instanceof ObjectNode threshold) {
            threshold.put("thresholdValue", number);
            return true;
        }
        if (condition.path("conditionPrometheusQueryLanguage") instanceof ObjectNode promql) {
            Matcher compares = COMPARED.matcher(promql.path("query").asText());
            if (!compares.find()) {
                throw new PolicyException("The query of " + compared.alert().name() + " ends in no number to replace.");
            }
            promql.put("query", compares.replaceFirst("$1" + number.toPlainString() + "$3"));
            return true;
        }
        return false;
    }
}
