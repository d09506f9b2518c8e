// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Recursive-descent parser of monitoring filters. OR binds tighter than AND, NOT tighter than both, as in the cloud:
 *
 * <pre>
 * filter     = choice { [ AND ] choice }
 * choice     = term { OR term }
 * term       = [ NOT | - ] ( "(" filter ")" | comparison )
 * comparison = field ( = | != ) ( value | function "(" value { "," value } ")" )
 * field      = ( metric | resource ) "." ( type | ( labels | label ) "." ( key | "key" ) )
 * value      = "text" | letters, digits, _ . / and -
 * function   = starts_with | ends_with | has_substring | one_of | monitoring.regex.full_match
 * </pre>
 */
final class FilterParser {
    private static final String FIELDS = "Write metric.type, metric.labels.x, resource.type or resource.labels.x.";
    private static final String FUNCTIONS =
            "There are starts_with, ends_with, has_substring, one_of and monitoring.regex.full_match.";

    private final FilterText text;

    FilterParser(String text) {
        this.text = new FilterText(text);
    }

    Filter parse() {
        Filter filter = filter();
        if (!text.atEnd()) {
            throw text.wrong("expected AND, OR or the end", "Check the parentheses before.");
        }
        return filter;
    }

    private Filter filter() {
        List<Filter> choices = new ArrayList<>(List.of(choice()));
        while (text.acceptWord("AND") || text.atTerm()) {
            choices.add(choice());
        }
        return choices.size() == 1 ? choices.get(0) : new Filter.All(List.copyOf(choices));
    }

    private Filter choice() {
        List<Filter> terms = new ArrayList<>(List.of(term()));
        while (text.acceptWord("OR")) {
            terms.add(term());
        }
        return terms.size() == 1 ? terms.get(0) : new Filter.Any(List.copyOf(terms));
    }

    private Filter term() {
        if (text.acceptWord("NOT") || text.accept("-")) {
            return new Filter.Not(term());
        }
        if (text.accept("(")) {
            Filter inner = filter();
            text.expect(")");
            return inner;
        }
        return comparison();
    }

    private Filter comparison() {
        Field field = field();
        if (text.accept("!=")) {
            return new Filter.Not(compare(field));
        }
        if (text.accept(">") || text.accept("<") || text.accept(":")) {
            text.stepBack();
            throw text.wrong("this comparison is not supported", "Write = or !=.");
        }
        if (!text.accept("=")) {
            throw text.wrong("expected = or !=", "Compare the field with a text or a function.");
        }
        return compare(field);
    }

    private Field field() {
        int start = text.position();
        String word = text.word();
        if (word.equals("metric") || word.equals("resource")) {
            boolean metric = word.equals("metric");
            text.expect(".");
            String part = text.word();
            if (part.equals("type")) {
                return new Field(metric ? Field.Kind.METRIC_TYPE : Field.Kind.RESOURCE_TYPE, "");
            }
            if (part.equals("labels") || part.equals("label")) {
                text.expect(".");
                String key = text.atQuote() ? text.quoted() : text.word();
                if (key.isEmpty()) {
                    throw text.wrong("expected a label's key", FIELDS);
                }
                return new Field(metric ? Field.Kind.METRIC_LABEL : Field.Kind.RESOURCE_LABEL, key);
            }
        }
        text.moveTo(start);
        throw switch (word) {
            case "group", "metadata", "project", "select_slo_burn_rate", "select_slo_health" ->
                text.wrong("filters by " + word + " are not supported", FIELDS);
            default -> text.wrong("expected a field", FIELDS);
        };
    }

    private Filter compare(Field field) {
        if (text.atQuote()) {
            return equal(field, text.quoted());
        }
        int start = text.position();
        String value = text.bareValue();
        if (value.isEmpty()) {
            throw text.wrong("expected a value", "Put texts in double quotes.");
        }
        return text.accept("(") ? function(field, value, start) : equal(field, value);
    }

    private static Filter equal(Field field, String value) {
        return new Filter.Comparison(field, value::equals, Optional.of(value));
    }

    private Filter function(Field field, String name, int start) {
        int argument = text.position();
        List<String> values = new ArrayList<>(List.of(text.quoted()));
        while (text.accept(",")) {
            values.add(text.quoted());
        }
        text.expect(")");
        String first = values.get(0);
        if (values.size() > 1 && !name.equals("one_of")) {
            text.moveTo(argument);
            throw text.wrong(name + " takes one text", "Use one_of for several.");
        }
        Predicate<String> matches = switch (name) {
            case "starts_with" -> value -> value.startsWith(first);
            case "ends_with" -> value -> value.endsWith(first);
            case "has_substring" -> value -> value.contains(first);
            case "one_of" -> List.copyOf(values)::contains;
            case "monitoring.regex.full_match" -> pattern(first, argument).asMatchPredicate();
            default -> {
                text.moveTo(start);
                throw text.wrong("there is no function " + name, FUNCTIONS);
            }
        };
        return new Filter.Comparison(field, matches, Optional.empty());
    }

    private Pattern pattern(String expression, int argument) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException malformed) {
            text.moveTo(argument);
            throw text.wrong(
                    "the regular expression is malformed (" + malformed.getDescription() + ")",
                    "Correct it; quote a backslash as \\\\.");
        }
    }
}
