// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.reference;

import io.truename.corpus.mapping.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Place within JSON values: members by name, and all elements of an array together. A member whose name is data, such as an id, is any
 * member.
 *
 * @param steps {@code .name}, {@code .*} for any member, or {@code [*]}
 */
public record JsonPlace(List<String> steps) {
    /** The value itself. */
    public static final JsonPlace ROOT = new JsonPlace(List.of());

    /** Step to every element of an array. */
    public static final String EVERY_ELEMENT = "[*]";

    private static final String ANY_MEMBER = ".*";
    private static final Pattern PLAIN = Pattern.compile("\\.[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_CHARACTERS = 63;
    private static final int SHORTEST_ID = 32;

    public JsonPlace {
        steps = List.copyOf(steps);
    }

    /** Step to a member. */
    public static String member(String name) {
        boolean data = name.isEmpty()
                || name.length() > MOST_CHARACTERS
                || name.chars().anyMatch(character -> character < ' ' || character == '@' || character == '/')
                || name.chars().allMatch(Character::isDigit)
                || (name.length() >= SHORTEST_ID && !IdToken.in(name, 1).isEmpty());
        return data ? ANY_MEMBER : "." + name;
    }

    /** This place as a path of a mapping; empty if a mapping has no such path. */
    public Optional<JsonPath> path() {
        return steps.contains(ANY_MEMBER) ? Optional.empty() : JsonPath.parse(toString());
    }

    /** This place with any member in place of each. */
    public JsonPlace shape() {
        return new JsonPlace(steps.stream()
                .map(step -> step.equals(EVERY_ELEMENT) ? step : ANY_MEMBER)
                .toList());
    }

    /** Merges two places of one shape: members that differ become any. */
    public JsonPlace merged(JsonPlace other) {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            merged.add(steps.get(i).equals(other.steps.get(i)) ? steps.get(i) : ANY_MEMBER);
        }
        return new JsonPlace(merged);
    }

    /** As SQL/JSON writes a path. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("$");
        for (String step : steps) {
            boolean asItIs = step.equals(EVERY_ELEMENT)
                    || step.equals(ANY_MEMBER)
                    || PLAIN.matcher(step).matches();
            text.append(
                    asItIs
                            ? step
                            : ".\"" + step.substring(1).replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return text.toString();
    }
}
