// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import io.truename.costing.cost.CostClass;
import io.truename.costing.cost.CostRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Costs of the scopes of an optimisation: the part of the bill that it would lower, before and after. */
public final class ScopeCosts {
    /** Label of a resource with the name of its function. */
    public static final String FUNCTION = "function";

    private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);

    private static final Map<String, String> SERVICES = Map.of(
            "database", "cloud sql",
            "logs", "cloud logging",
            "publish", "pub/sub",
            "cache", "memorystore");

    private ScopeCosts() {}

    /**
     * Mean net cost of a day in the scopes of an optimisation. A scope names a part of a service; where the bill does not tell the parts of a
     * service apart, the whole of it counts.
     */
    public static BigDecimal daily(Optimisation of, Collection<CostRow> rows, Instant from, Instant until) {
        BigDecimal net = rows.stream()
                .filter(row -> of.scopes().stream().anyMatch(scope -> holds(scope, row)))
                .map(CostRow::net)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal seconds =
                BigDecimal.valueOf(Math.max(1, Duration.between(from, until).toSeconds()));
        return net.multiply(SECONDS_OF_A_DAY).divide(seconds, MathContext.DECIMAL64);
    }

    private static boolean holds(String scope, CostRow row) {
        int slash = scope.indexOf('/');
        String kind = scope.substring(0, Math.max(0, slash));
        String name = scope.substring(slash + 1);
        if (kind.equals("idle")) {
            return CostClass.of(row) == CostClass.IDLE
                    && row.labels().getOrDefault(FUNCTION, "").equals(name);
        }
        String service = kind.equals("usage") ? name : SERVICES.getOrDefault(kind, scope);
        return row.service().toLowerCase(Locale.ROOT).contains(service.toLowerCase(Locale.ROOT));
    }
}
