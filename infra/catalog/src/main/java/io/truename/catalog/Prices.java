// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Prices of Google Cloud, and how much of it an installation uses by default: {@code prices.yaml}.
 *
 * @param prices by name
 * @param usage quantities by name
 */
public record Prices(Map<String, Price> prices, Map<String, Quantity> usage) {
    private static final String FILE = "prices.yaml";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    public Prices {
        prices = CatalogMaps.copy(prices);
        usage = CatalogMaps.copy(usage);
    }

    /**
     * List price.
     *
     * @param usd US dollars for one unit
     * @param free units of a month that cost nothing
     * @param read day on which the price was read
     */
    public record Price(double usd, String unit, double free, String read, String source) {}

    /** Assumed or measured quantity, with its source. */
    public record Quantity(double value, String unit, String source) {}

    /**
     * A price.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    public Price requirePrice(String name) {
        return Optional.ofNullable(prices.get(name))
                .orElseThrow(() -> new IllegalArgumentException(FILE + " has no price " + name));
    }

    /**
     * The value of an assumption.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    public double requireUsage(String name) {
        return Optional.ofNullable(usage.get(name))
                .orElseThrow(() -> new IllegalArgumentException(FILE + " has no usage " + name))
                .value();
    }

    /**
     * Reads the {@code prices.yaml} that was built with this module.
     *
     * @throws CatalogException likewise
     */
    public static Prices installed() {
        try (Reader yaml = new InputStreamReader(
                Objects.requireNonNull(Prices.class.getResourceAsStream("installation/" + FILE), FILE),
                StandardCharsets.UTF_8)) {
            return read(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads {@code prices.yaml} in the folder of the catalog.
     *
     * @throws CatalogException if the text is not YAML, or any field is missing, unknown or out of range
     */
    public static Prices read(Path folder) {
        try (Reader yaml = Files.newBufferedReader(folder.resolve(FILE))) {
            return read(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Prices read(Reader yaml) {
        CatalogFile file = new CatalogFile(FILE);
        CatalogFields root = file.root(yaml);
        Map<String, Price> prices = file.each(root, "prices", Prices::price);
        Map<String, Quantity> usage = file.each(
                root,
                "usage",
                (name, fields) ->
                        new Quantity(fields.notNegative("value"), fields.text("unit"), fields.text("source")));
        root.refuseUnread();
        if (!file.problems().isEmpty()) {
            throw new CatalogException(file.problems());
        }
        return new Prices(prices, usage);
    }

    private static Price price(String name, CatalogFields fields) {
        NameRules.check(name, "a price", fields);
        return new Price(
                fields.positive("usd"),
                fields.text("unit"),
                fields.notNegative("free"),
                fields.text("read", 10, DATE, "is no date", "write it as 2026-11-27, in quotes"),
                fields.text("source"));
    }
}
