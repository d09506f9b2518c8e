// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.mapping;

import java.util.List;

/**
 * Where in a JSON value ids are: a subset of SQL/JSON paths, {@code $.key}, {@code $."any key"} and {@code [*]} for every
 * element.
 */
public record JsonPath(List<Step> steps) {
    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    public sealed interface Step {}

    /** Into the member of that name. */
    public record Member(String name) implements Step {}

    /** Into every element of an array. */
    public record EveryElement() implements Step {}
}
