// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import io.truename.costing.price.CatalogSkus;
import io.truename.costing.price.Price;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Price list of the Cloud Billing Catalog API, {@code GET /v1/services/{id}/skus}, page by page. It is read whole or not at all.
 */
public final class CatalogPrices {
    private static final String ROOT = "https://cloudbilling.googleapis.com/";
    private static final String SERVICE = "[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}";
    private static final int PAGE = 5_000;
    /** The largest service, Compute Engine, has fewer than 50,000 SKUs. */
    private static final int MOST_PAGES = 40;

    private final String root;
    private final GoogleApi api =
            new GoogleApi("Cloud Billing Catalog API", "any identity of the project", Duration.ofSeconds(20));

    /** {@code root} of a server other than Google's, which is asked without a token; ends with a slash. */
    public CatalogPrices(Optional<String> root) {
        this.root = root.orElse(ROOT);
    }

    /**
     * Prices of a service.
     *
     * @param leftOut SKUs that cannot be read, each with the reason
     */
    public record Found(List<Price> prices, List<String> leftOut) {
        public Found {
            prices = List.copyOf(prices);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Checks the id of a service.
     *
     * @throws IllegalArgumentException with the rule
     */
    public static String requireService(String id) {
        if (!id.matches(SERVICE)) {
            throw new IllegalArgumentException("must be the id of a service, such as 152E-C115-5142 of Cloud Run");
        }
        return id;
    }

    /**
     * Reads all prices of a service, in a currency.
     *
     * @throws BillingException if any page cannot be read
     */
    public Found read(String service, String currency) {
        String address = root + "v1/services/" + requireService(service) + "/skus?pageSize=" + PAGE + "&currencyCode="
                + URLEncoder.encode(currency, StandardCharsets.UTF_8);
        List<Price> prices = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String token = "";
        do {
            Map<String, @Nullable Object> page = api.get(URI.create(
                    token.isEmpty()
                            ? address
                            : address + "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8)));
            CatalogSkus.Page read = read(page);
            prices.addAll(read.prices());
            leftOut.addAll(read.leftOut());
            token = String.valueOf(page.getOrDefault("nextPageToken", ""));
            if (!token.isEmpty() && (!seen.add(token) || seen.size() >= MOST_PAGES)) {
                throw new BillingException("The Cloud Billing Catalog API does not come to an end. Try again.");
            }
        } while (!token.isEmpty());
        return new Found(prices, leftOut);
    }

    private static CatalogSkus.Page read(Map<String, @Nullable Object> page) {
        try {
            return CatalogSkus.read(page);
        } catch (IllegalArgumentException unknown) {
            throw new BillingException(
                    "A page of the Cloud Billing Catalog API could not be read. Try again.", unknown);
        }
    }
}
