// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.Rules;
import java.util.Locale;

/** Kind of rule that a refused request broke, so that a metric can count refusals by it. */
public enum RefusedRule {
    /** A field was not given. */
    MISSING,
    UNKNOWN_FIELD,
    REPEATED,
    /** Another JSON type. */
    TYPE,
    /** None of the names that a field may have. */
    CHOICE,
    NUMBER,
    LENGTH,
    /** No JSON, or not one object. */
    SYNTAX,
    /** Deeper or larger than a parser bears. */
    BOUNDS,
    /** Characters or form of a text. */
    FORMAT,
    /** No such path, or nothing of that id. */
    PATH,
    METHOD,
    ACCEPT,
    /** The command is not legal now. */
    STATE,
    /** More bytes than a body may have. */
    SIZE,
    MEDIA_TYPE,
    /** A plan cannot work. */
    PLAN,
    EARLY,
    FAULT,
    UNAVAILABLE;

    /** The rule that a problem is about. */
    public static RefusedRule of(FieldProblem problem) {
        String rule = problem.rule();
        if (rule.equals(Rules.JSON) || rule.equals(Rules.ONE_OBJECT)) {
            return SYNTAX;
        }
        if (problem.got().equals(Rules.NOTHING)) {
            return MISSING;
        }
        if (rule.equals(Rules.KNOWN) || rule.equals(Rules.KNOWN_FIELDS_ONLY) || rule.startsWith("is no field")) {
            return UNKNOWN_FIELD;
        }
        if (rule.equals(Rules.NOT_REPEATED)) {
            return REPEATED;
        }
        if (rule.equals(Rules.BOUNDS)) {
            return BOUNDS;
        }
        if (Rules.TYPES.contains(rule)) {
            return TYPE;
        }
        if (rule.startsWith("must be one of ")) {
            return CHOICE;
        }
        if (rule.startsWith("must be a whole number ") || rule.startsWith("must be a number ")) {
            return NUMBER;
        }
        return rule.startsWith("must have at most ") ? LENGTH : FORMAT;
    }

    /** The rule that an error status is about, if no field has a problem. */
    public static RefusedRule of(int status) {
        return switch (status) {
            case 404 -> PATH;
            case 405 -> METHOD;
            case 406 -> ACCEPT;
            case 409 -> STATE;
            case 413 -> SIZE;
            case 415 -> MEDIA_TYPE;
            case 422 -> PLAN;
            case 429 -> EARLY;
            case 500 -> FAULT;
            case 503 -> UNAVAILABLE;
            default -> FORMAT;
        };
    }

    /** As log lines have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
