// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * State of a hold between two checks: {@link HoldRules} gives it, a store keeps it.
 *
 * @param code of the reason that holds now; empty while the run is free
 * @param began when that reason began to hold
 * @param looks how often it was found, 1 or more while it holds
 * @param ignored reasons that were given up on, each until it is gone for once
 */
public record HoldState(Optional<HoldCode> code, Instant began, int looks, Set<HoldCode> ignored) {
    private static final String SEPARATOR = ",";

    /** State of a run that never held. */
    public static final HoldState NONE = new HoldState(Optional.empty(), Instant.EPOCH, 0, Set.of());

    public HoldState {
        ignored = Set.copyOf(ignored);
    }

    /** State as values for a store. */
    public Map<String, String> values() {
        return Map.of(
                "code", code.map(HoldCode::name).orElse(""),
                "began", began.toString(),
                "looks", Integer.toString(looks),
                "ignored", ignored.stream().map(HoldCode::name).sorted().collect(Collectors.joining(SEPARATOR)));
    }

    /** Reads a state from {@link #values}; an empty map gives {@link #NONE}. */
    public static HoldState of(Map<String, String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        String code = values.getOrDefault("code", "");
        return new HoldState(
                code.isEmpty() ? Optional.empty() : Optional.of(HoldCode.valueOf(code)),
                Instant.parse(values.getOrDefault("began", Instant.EPOCH.toString())),
                Integer.parseInt(values.getOrDefault("looks", "0")),
                Stream.of(values.getOrDefault("ignored", "").split(SEPARATOR, -1))
                        .filter(name -> !name.isEmpty())
                        .map(HoldCode::valueOf)
                        .collect(Collectors.toSet()));
    }
}
