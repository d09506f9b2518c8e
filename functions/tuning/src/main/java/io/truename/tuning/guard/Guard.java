// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

/** Rule that moved or refused a threshold. Guards act in this order: a later one has the last word. */
public enum Guard {
    /** No number was proposed that a threshold can be: one that is finite and more than 0. */
    UNUSABLE,
    /** Tiers lie a tenth apart. The high one stays, the others give way. */
    TIER_ORDER,
    /** A metric of one value, or of next to one, must not alert by its next digit. */
    USUAL_LEVEL,
    MONTHLY_CHANGE,
    CHANGE,
    /** The catalog's strictest threshold. */
    FLOOR,
    /** An incident is open: the usual values are known only after it. */
    OPEN_INCIDENT,
    /** Little of the error budget is left: the alert must not come later. */
    ERROR_BUDGET,
    /** The objective of the catalog: an alert that is looser comes after the harm. */
    CEILING
}
