// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;

/**
 * A way to lower the bill: a change that one person can make and undo.
 *
 * @param key stable, such as {@code min-instances/generate}
 * @param evidenceFrom begin of the time that speaks for it
 * @param evidenceUntil its end, exclusive
 * @param evidence for people: the numbers
 * @param low saved each month at least
 * @param high saved each month at most
 * @param scopes parts of the bill that it would lower: what two optimisations share can be saved once
 */
public record Optimisation(
        String key,
        String title,
        Instant evidenceFrom,
        Instant evidenceUntil,
        String evidence,
        BigDecimal low,
        BigDecimal high,
        Risk risk,
        String riskReason,
        TerraformChange change,
        Set<String> scopes) {
    public Optimisation {
        scopes = Set.copyOf(scopes);
        if (low.signum() < 0 || low.compareTo(high) > 0) {
            throw new IllegalArgumentException(
                    "low, high: of " + key + " must not be negative, and low not above high");
        }
        if (scopes.isEmpty() || !evidenceFrom.isBefore(evidenceUntil)) {
            throw new IllegalArgumentException(
                    "scopes, evidenceFrom: of " + key + " are needed, and a time that is not empty");
        }
    }

    /** Risk to the objectives of the service. */
    public enum Risk {
        NONE,
        LOW,
        HIGH
    }

    /**
     * A change of one argument in Terraform, in words that can be pasted.
     *
     * @param address of the variable or resource: of {@code terraform/}, or beginning with {@link #OUTSIDE}
     * @param argument its name
     * @param before value now; what undoes the change
     * @param after value to set
     */
    public record TerraformChange(String address, String argument, String before, String after) {
        /** Begin of the address of a resource that the installation's Terraform does not make. */
        public static final String OUTSIDE = "outside of terraform/: ";

        /** A change of something that another configuration, or the pipeline, has. */
        static TerraformChange outside(String address, String argument, String before, String after) {
            return new TerraformChange(OUTSIDE + address, argument, before, after);
        }

        public String apply() {
            return address + ": " + argument + " = " + after + " (was " + before + ")";
        }

        public String undo() {
            return address + ": " + argument + " = " + before
                    + (address.startsWith(OUTSIDE) ? "" : ", then terraform apply");
        }
    }

    BigDecimal middle() {
        return low.add(high);
    }
}
