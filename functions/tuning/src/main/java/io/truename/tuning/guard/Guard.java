// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

/** What moved or refused a threshold, in the order in which guards act: a later one has the last word. */
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
    /** What is usual during an incident is known afterwards. */
    OPEN_INCIDENT,
    /** Who has little left to spend must not hear of it later. */
    ERROR_BUDGET,
    /** The objective of the catalog: an alert that is looser comes after the harm. */
    CEILING
}
